using CloudRestore.GpuRunner.Configuration;
using CloudRestore.Learning.Networks;
using Microsoft.Extensions.Options;
using TorchSharp;

namespace CloudRestore.GpuRunner.Training;

/// <summary>Where tensors are computed. torch is loaded on first use.</summary>
internal sealed class TorchDevice(IOptions<WorkerOptions> options)
{
    private readonly Lazy<string> _name = new(() =>
    {
        var settings = options.Value;
        if (settings.Threads > 0)
            torch.set_num_threads(settings.Threads);
        TensorFloat32.Allow();
        return settings.Device != "auto" ? settings.Device : torch.cuda.is_available() ? "cuda" : "cpu";
    });

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Name => _name.Value;

    /// <summary>The same for torch.</summary>
    public torch.Device Device => Name == "cuda" ? torch.CUDA : torch.CPU;
}

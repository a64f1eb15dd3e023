using CloudRestore.Core.Jobs;
using CloudRestore.Core.Storage;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>The dataset that <see cref="SampleJobs"/> train on.</summary>
internal static class TrainingData
{
    private static readonly Lazy<(byte[] Pairs, byte[] HeldOut)> Shards = new(() => (Pictures.Shard(3, seed: 10), Pictures.Shard(2, seed: 90)));

    public static async Task UploadAsync(StorageClients storage)
    {
        await UploadAsync(storage, SampleJobs.Pairs, Shards.Value.Pairs);
        await UploadAsync(storage, SampleJobs.HeldOut, Shards.Value.HeldOut);
    }

    private static async Task UploadAsync(StorageClients storage, BlobAddress folder, byte[] shard) =>
        await storage.Blob(folder with { Path = folder.Path + "shard-00000.tar" }).UploadAsync(BinaryData.FromBytes(shard), overwrite: true);
}

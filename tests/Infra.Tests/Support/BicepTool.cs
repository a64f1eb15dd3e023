using System.Reflection;

namespace CloudRestore.Infra.Tests.Support;

/// <summary>The pinned compiler.</summary>
internal static class BicepTool
{
    public static string Path { get; } = typeof(BicepTool).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == "BicepTool").Value!;
}

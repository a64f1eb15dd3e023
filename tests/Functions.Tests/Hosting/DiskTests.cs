using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using CloudRestore.Functions.Http;

namespace CloudRestore.Functions.Tests.Hosting;

public class DiskTests
{
    private static readonly string[] Files = ["File", "FileStream", "FileInfo", "Directory", "DirectoryInfo", "StreamWriter", "RandomAccess", "MemoryMappedFile"];

    [Fact]
    public void Nothing_in_the_app_uses_a_disk_for_a_host_has_a_small_one_and_archives_are_large()
    {
        using var image = new PEReader(File.OpenRead(typeof(RestorationEndpoints).Assembly.Location));
        var metadata = image.GetMetadataReader();

        var referred = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Where(type => metadata.GetString(type.Namespace).StartsWith("System.IO", StringComparison.Ordinal)).Select(type => metadata.GetString(type.Name)).ToList();

        referred.Should().Contain("Stream").And.NotContain(Files);
        metadata.MemberReferences.Select(handle => metadata.GetString(metadata.GetMemberReference(handle).Name)).Should().NotContain(["GetTempPath", "GetTempFileName", "CreateTempSubdirectory"]);
    }
}

using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Tests.Networks;

/// <summary>
/// TorchSharp frees a number under the native call that reads it, once in some thousand calls and only when a garbage collection meets it:
/// no run of a test finds that. So the compiled code is read instead.
/// </summary>
public sealed class ScalarLifetimeTests
{
    // They hide a number: the factor of an addition, the count of batches.
    private static readonly HashSet<string> HideNumbers = ["op_Addition", "op_Subtraction", "add", "add_", "sub", "sub_", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d"];
    private static readonly HashSet<byte> Calls = [0x28, 0x6F, 0x73]; // call, callvirt, newobj

    [Fact]
    public void Numbers_reach_tensors_only_where_they_are_kept_alive()
    {
        using var file = new PEReader(File.OpenRead(typeof(Arithmetic).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var forbidden = metadata.MemberReferences.Where(reference => IsForbidden(metadata, reference)).Select(reference => MetadataTokens.GetToken(reference)).ToHashSet();
        forbidden.Should().NotBeEmpty("Arithmetic itself uses some");

        var offenders = metadata.MethodDefinitions
            .Where(method => TypeOf(metadata, method) != nameof(Arithmetic) && Mentions(file, metadata.GetMethodDefinition(method), forbidden))
            .Select(method => $"{TypeOf(metadata, method)}.{metadata.GetString(metadata.GetMethodDefinition(method).Name)}");

        offenders.Should().BeEmpty("Arithmetic has a safe form of each");
    }

    private static bool IsForbidden(MetadataReader metadata, MemberReferenceHandle handle)
    {
        var member = metadata.GetMemberReference(handle);
        if (member.Parent.Kind != HandleKind.TypeReference)
            return false;
        var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
        if (!IsOfTorchSharp(metadata, type))
            return false;
        var scalar = metadata.TypeReferences.FirstOrDefault(reference => metadata.GetString(metadata.GetTypeReference(reference).Name) == "Scalar");
        return metadata.GetString(type.Name) is "Scalar" or "ScalarExtensionMethods"
            || HideNumbers.Contains(metadata.GetString(member.Name))
            || SignatureNames(metadata.GetBlobBytes(member.Signature), scalar);
    }

    private static bool IsOfTorchSharp(MetadataReader metadata, TypeReference type)
    {
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
            type = metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        return type.ResolutionScope.Kind == HandleKind.AssemblyReference
            && metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == "TorchSharp";
    }

    /// <summary>Whether a signature has a parameter of the class type: ELEMENT_TYPE_CLASS and the compressed token.</summary>
    private static bool SignatureNames(byte[] signature, TypeReferenceHandle type)
    {
        if (type.IsNil)
            return false;
        var coded = new BlobBuilder();
        coded.WriteByte((byte)SignatureTypeKind.Class);
        coded.WriteCompressedInteger(CodedIndex.TypeDefOrRefOrSpec(type));
        return signature.AsSpan().IndexOf(coded.ToArray()) >= 0;
    }

    private static bool Mentions(PEReader file, MethodDefinition method, HashSet<int> tokens)
    {
        if (method.RelativeVirtualAddress == 0)
            return false;
        var code = file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
        return Enumerable.Range(0, Math.Max(0, code.Length - 4)).Any(at => Calls.Contains(code[at]) && tokens.Contains(BitConverter.ToInt32(code, at + 1)));
    }

    private static string TypeOf(MetadataReader metadata, MethodDefinitionHandle method) =>
        metadata.GetString(metadata.GetTypeDefinition(metadata.GetMethodDefinition(method).GetDeclaringType()).Name);
}

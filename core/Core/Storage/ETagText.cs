using Azure;

namespace CloudRestore.Core.Storage;

/// <summary>ETags as documents and metadata hold them. The storage clients give them with quotes from some calls and without from others.</summary>
public static class ETagText
{
    /// <summary>The ETag without quotes.</summary>
    public static string Unquoted(this ETag etag) => Unquoted(etag.ToString("G"));

    /// <summary>The ETag without quotes.</summary>
    public static string Unquoted(string etag) => etag.Trim('"');
}

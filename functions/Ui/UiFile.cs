namespace CloudRestore.Functions.Ui;

/// <summary>A file of the web page.</summary>
/// <param name="Bytes">What it holds.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="ETag">A hash of its bytes, in quotes.</param>
internal sealed record UiFile(byte[] Bytes, string ContentType, string ETag);

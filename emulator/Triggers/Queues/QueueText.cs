using CloudRestore.Emulator.Hosting;

namespace CloudRestore.Emulator.Triggers.Queues;

/// <summary>Message text as host.json says it is written.</summary>
internal static class QueueText
{
    /// <returns>False when the text is not base64 and should be.</returns>
    public static bool TryDecode(BinaryData text, MessageEncoding encoding, out BinaryData body)
    {
        body = text;
        if (encoding == MessageEncoding.None)
        {
            return true;
        }

        try
        {
            body = BinaryData.FromBytes(Convert.FromBase64String(text.ToString()));
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public static BinaryData Encode(BinaryData body, MessageEncoding encoding) =>
        encoding == MessageEncoding.None ? body : BinaryData.FromString(Convert.ToBase64String(body.ToMemory().Span));
}

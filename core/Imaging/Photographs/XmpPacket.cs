using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CloudRestore.Imaging.Photographs;

/// <summary>Changes to an XMP packet (ISO 16684-1): RDF in XML, between processing instructions.</summary>
internal static class XmpPacket
{
    private static readonly XNamespace Exif = "http://ns.adobe.com/exif/1.0/";

    /// <summary>The packet without the GPS properties of EXIF; the same bytes when there are none. Null when it is no XML: it may say anything.</summary>
    public static byte[]? WithoutLocation(byte[] packet)
    {
        try
        {
            // Packets end in blanks to grow into, and some in a zero.
            var text = Encoding.UTF8.GetString(packet).TrimStart('\uFEFF').TrimEnd('\0');
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            var attributes = document.Descendants().Attributes().Where(attribute => IsLocation(attribute.Name)).ToList();
            var elements = document.Descendants().Where(element => IsLocation(element.Name)).ToList();
            if (attributes.Count == 0 && elements.Count == 0)
                return packet;
            attributes.ForEach(attribute => attribute.Remove());
            elements.ForEach(element => element.Remove());
            return Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting));
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static bool IsLocation(XName name) => name.Namespace == Exif && name.LocalName.StartsWith("GPS", StringComparison.Ordinal);
}

using CloudRestore.Functions.Webhooks;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookSignatureTests
{
    [Fact]
    public void The_example_of_the_standard_is_signed_as_there() => WebhookSignature
        .Sign([Convert.FromBase64String("plJ3nmyCDGBKInavdOK15jsl")], "msg_loFOjxBNrRLzqYUf", "1731705121", """{"event_type":"ping","data":{"success":true}}"""u8.ToArray())
        .Should().Be("v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");

    [Fact]
    public void Two_secrets_sign_twice_so_that_either_can_be_checked()
    {
        var (first, second) = ($"whsec_{Convert.ToBase64String(new byte[24])}", $"whsec_{Convert.ToBase64String(new byte[64])}");

        Signed($"{first} {second}").Split(' ').Should().Equal(Signed(first), Signed(second));

        static string Signed(string secrets) => WebhookSignature.Sign(WebhookSignature.Keys(secrets)!, "a", "1", "{}"u8.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("plJ3nmyCDGBKInavdOK15jslplJ3nmyC")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64 at all not base64 at all")]
    [InlineData("whsec_plJ3nmyCDGBKInavdOK15jsl")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw whsec_c2hvcnQ=")]
    public void What_is_no_secret_of_24_to_64_bytes_has_no_keys(string secret) => WebhookSignature.Keys(secret).Should().BeNull();
}

using System.Text;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Http;

public class BadRequestTests(FunctionApp app)
{
    private const string RunMembers = "send an object with \"dataset\", \"id\", \"preset\", \"recipe\", \"overrides\", \"seed\", \"promotion\", \"parent\", \"encoder\", \"cycles\", \"approval\", \"webhook\" and nothing else.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"datset": "x"}""", "The body is not the JSON expected at \"datset\": " + RunMembers)]
    [InlineData("""{"dataset": "x", "seed": "many"}""", "The body is not the JSON expected at \"seed\": " + RunMembers)]
    [InlineData("""{"dataset": "x", "promotion": "perhaps"}""", "The body is not the JSON expected at \"promotion\": " + RunMembers)]
    [InlineData("dataset=x", "The body is not the JSON expected in line 1: " + RunMembers)]
    [InlineData("", "The body is not the JSON expected in line 1: " + RunMembers)]
    [InlineData("null", "The body is null: send a JSON object.")]
    [InlineData("{}", "Say which dataset to train on: \"dataset\" names a folder of the container datasets.")]
    [InlineData("""{"dataset": "../etc"}""", "'../etc' cannot name a dataset: use 1 to 80 lower-case letters, digits, '-' and '.', with a letter or digit at both ends.")]
    [InlineData("""{"dataset": "x", "id": "../x"}""", "'../x' cannot be an id: use 1 to 50 lower-case letters, digits and '-', with a letter or digit at both ends.")]
    [InlineData("""{"dataset": "x", "id": "a.b"}""", "'a.b' cannot be an id: use 1 to 50 lower-case letters, digits and '-', with a letter or digit at both ends.")]
    [InlineData("""{"dataset": "x", "parent": "../m"}""", "'../m' cannot name a model: use 1 to 80 lower-case letters, digits, '-' and '.', with a letter or digit at both ends.")]
    [InlineData("""{"dataset": "x", "cycles": 0}""", "\"cycles\" must be 1 to 9, not 0.")]
    [InlineData("""{"dataset": "x", "parent": "a", "encoder": "b"}""", "Training starts from a parent or from an encoder's weights, not from both: a parent has an encoder.")]
    [InlineData("""{"dataset": "x", "preset": "huge"}""", "There is no preset 'huge': use colorize, demo, lesson7, lesson7-fast, old-photo, restore, tiny.")]
    [InlineData("""{"dataset": "x", "recipe": "rust"}""", "There is no damage recipe 'rust': use lesson7, restore, lesson7-words, colorize, old-photo, real-esrgan.")]
    [InlineData("""{"dataset": "x", "overrides": {"gan.steps": null}}""", "There may be 50 overrides, with names and values of at most 100 characters.")]
    public async Task A_training_run_that_cannot_be_accepted_is_refused_with_one_sentence(string body, string sentence) =>
        (await ProblemOf("/api/training-runs", body)).Should().Be((400, sentence));

    [Fact]
    public async Task A_parent_that_is_not_there_is_refused_before_anything_is_recorded()
    {
        var dataset = await app.DatasetAsync(4);
        (await ProblemOf("/api/training-runs", $$"""{"dataset": "{{dataset}}", "parent": "nobody"}"""))
            .Should().Be((404, "There is no model 'nobody' to start from: GET /api/models names the champion."));
    }

    [Theory]
    [InlineData("{}", 400, "\"photographs\" must name 1 to 10000 photographs of the container uploads.")]
    [InlineData("""{"photographs": []}""", 400, "\"photographs\" must name 1 to 10000 photographs of the container uploads.")]
    [InlineData("""{"photographs": ["a.jpg", "a.jpg"]}""", 400, "\"photographs\" names a photograph twice.")]
    [InlineData("""{"photographs": ["../a.jpg"]}""", 400, "'../a.jpg' cannot name a photograph: it contains the folder '..', which could lead outside.")]
    [InlineData("""{"photographs": [null]}""", 400, "'' cannot name a photograph: the name is empty.")]
    [InlineData("""{"photographs": ["a.jpg"], "size": 2}""", 400, "The size 2 is out of range: the shorter side must have 16 to 10000 pixels.")]
    [InlineData("""{"photographs": ["nowhere.jpg"]}""", 404, "There is no photograph 'nowhere.jpg' in the container uploads.")]
    public async Task A_restoration_that_cannot_be_accepted_is_refused_with_one_sentence(string body, int status, string sentence) =>
        (await ProblemOf("/api/restorations", body)).Should().Be((status, sentence));

    [Theory]
    [InlineData("/api/training-runs?status=done", 400, "'status' must be pending, running, awaiting-approval, succeeded, failed or cancelled.")]
    [InlineData("/api/restorations?status=Failed", 400, "'status' must be pending, running, awaiting-approval, succeeded, failed or cancelled.")]
    [InlineData("/api/training-runs?top=0", 400, "'top' must be a whole number from 1 to 200.")]
    [InlineData("/api/training-runs?top=201", 400, "'top' must be a whole number from 1 to 200.")]
    [InlineData("/api/restorations?top=-1", 400, "'top' must be a whole number from 1 to 200.")]
    [InlineData("/api/restorations?top=many", 400, "'top' must be a whole number from 1 to 200.")]
    [InlineData("/api/training-runs?continuation=next", 400, "'continuation' must be what the page before gave; leave it out for the first page.")]
    [InlineData("/api/training-runs/nobody", 404, "There is no training run 'nobody'.")]
    [InlineData("/api/training-runs/nobody/dataset", 404, "There is no training run 'nobody'.")]
    [InlineData("/api/training-runs/..%2Fmodels", 404, "There is no training run '..%2Fmodels'.")]
    [InlineData("/api/restorations/nobody", 404, "There is no restoration 'nobody'.")]
    [InlineData("/api/restorations/nobody/photographs/0", 404, "There is no restoration 'nobody'.")]
    public async Task A_question_that_cannot_be_answered_is_refused_with_one_sentence(string path, int status, string sentence) =>
        (await FunctionApp.ProblemAsync(await app.Http.GetAsync(path, Token))).Should().Be((status, sentence));

    [Theory]
    [InlineData("/api/training-runs/nobody/cancel", "There is no training run 'nobody'.")]
    [InlineData("/api/restorations/nobody/cancel", "There is no restoration 'nobody'.")]
    public async Task What_is_not_there_cannot_be_cancelled(string path, string sentence) =>
        (await FunctionApp.ProblemAsync(await app.PostAsync(path))).Should().Be((404, sentence));

    [Fact]
    public async Task A_body_that_is_too_large_is_refused() =>
        (await ProblemOf("/api/training-runs", new string(' ', 300_000))).Should().Be((413, "The JSON body is larger than the 262,144 bytes allowed."));

    [Theory]
    [InlineData("/api/health/live", 200)]
    [InlineData("/api/training-runs", 401)]
    [InlineData("/api/models", 401)]
    [InlineData("/api/health/ready", 401)]
    [InlineData("/api/version", 401)]
    public async Task Only_the_sign_of_life_is_given_to_callers_without_a_key(string path, int status)
    {
        using var stranger = new HttpClient { BaseAddress = app.Http.BaseAddress };

        ((int)(await stranger.GetAsync(path, Token)).StatusCode).Should().Be(status);
    }

    private async Task<(int Status, string Sentence)> ProblemOf(string path, string body) => await FunctionApp.ProblemAsync(
        await app.Http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Token));
}

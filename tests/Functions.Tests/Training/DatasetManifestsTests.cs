using CloudRestore.Core.Runs;
using CloudRestore.Functions.Training;
using CloudRestore.Imaging.Damage;

namespace CloudRestore.Functions.Tests.Training;

public class DatasetManifestsTests
{
    [Fact]
    public void A_content_is_used_once_under_its_first_name_and_the_copies_are_named()
    {
        var manifest = Build([Photograph("b.jpg", 1), Photograph("c.jpg", 1)], [Photograph("a.jpg", 1), Photograph("d.jpg", 2)]);

        manifest.Photographs.Select(photograph => photograph.Name).Should().Equal("a.jpg", "d.jpg");
        manifest.Rejected.Should().Equal(
            new RejectedFile("b.jpg", "\"b.jpg\" has the same content as \"a.jpg\", which is used once."),
            new RejectedFile("c.jpg", "\"c.jpg\" has the same content as \"a.jpg\", which is used once."));
    }

    [Fact]
    public void The_manifest_does_not_depend_on_how_the_photographs_were_shared_out()
    {
        var photographs = Enumerable.Range(0, 30).Select(i => Photograph($"{i}.jpg", i)).ToArray();

        Build(photographs[20..], photographs[..20]).Should().BeEquivalentTo(Build(photographs), options => options.WithStrictOrdering());
    }

    [Fact]
    public void A_dataset_with_enough_photographs_has_no_problem() =>
        DatasetManifests.Problem(Build([.. Enumerable.Range(0, 4).Select(i => Photograph($"{i}.jpg", i))])).Should().BeNull();

    [Fact]
    public void An_empty_dataset_is_told_where_photographs_go() =>
        DatasetManifests.Problem(Build()).Should().Be(
            "The dataset 'pets' holds no files: upload at least 4 photographs to datasets/pets/originals/.");

    [Fact]
    public void A_dataset_with_too_few_photographs_names_the_first_five_that_were_refused()
    {
        var refused = Enumerable.Range(0, 7).Select(i => new RejectedFile($"{i}.txt", $"\"{i}.txt\" is not a photograph.")).ToList();
        var manifest = DatasetManifests.Build("pets", [new DatasetInspection([Photograph("a.jpg", 1)], refused)]);

        DatasetManifests.Problem(manifest).Should().Be(
            "The dataset 'pets' holds 1 usable photographs, and at least 4 different ones are needed. 7 refused: " +
            "\"0.txt\" is not a photograph. \"1.txt\" is not a photograph. \"2.txt\" is not a photograph. \"3.txt\" is not a photograph. " +
            "\"4.txt\" is not a photograph. And 2 more.");
    }

    [Fact]
    public void Pairs_are_shared_by_equal_inputs_and_by_no_others()
    {
        var manifest = Build([.. Enumerable.Range(0, 4).Select(i => Photograph($"{i}.jpg", i))]);
        var renamed = Build([.. Enumerable.Range(0, 4).Select(i => Photograph($"new {i}.jpg", i))]);
        var grown = Build([.. Enumerable.Range(0, 5).Select(i => Photograph($"{i}.jpg", i))]);

        string[] ids =
        [
            DatasetManifests.PairsId(manifest, DamageRecipe.Lesson7, 42),
            DatasetManifests.PairsId(manifest, DamageRecipe.Lesson7, 43),
            DatasetManifests.PairsId(renamed, DamageRecipe.Lesson7, 42),
            DatasetManifests.PairsId(grown, DamageRecipe.Lesson7, 42),
        ];

        ids.Should().OnlyHaveUniqueItems();
        DatasetManifests.PairsId(manifest with { Dataset = "other" }, DamageRecipe.Lesson7, 42).Should().Be(ids[0]);
    }

    private static DatasetManifest Build(params DatasetPhotograph[][] shares) =>
        DatasetManifests.Build("pets", shares.Select(share => new DatasetInspection(share, [])));

    private static DatasetPhotograph Photograph(string name, int content) => new(name, $"{content * 977:x64}", 60, 48, DatasetPhotograph.Train);
}

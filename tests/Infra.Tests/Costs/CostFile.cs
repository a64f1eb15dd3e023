using System.Text.Json.Nodes;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Costs;

/// <summary>infra/costs.json: prices of a day, and what is assumed.</summary>
internal static class CostFile
{
    private static readonly JsonNode File = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(Repository.Root, "infra", "costs.json")))!;

    /// <summary>When the prices were written down.</summary>
    public static string Date => File.Text("date");

    /// <summary>What must be known of them.</summary>
    public static string Note => File.Text("note");

    public static double Price(string name) => File.At($"prices.{name}")!.GetValue<double>();

    public static double Assumed(string name) => File.At($"assumptions.{name}")!.GetValue<double>();

    /// <summary>Operations a second that a card is taken to do, GFLOP/s.</summary>
    public static double Gigaflops(string card) => File.At($"cards.{card}.teraflops")!.GetValue<double>() * 1000 * File.At($"cards.{card}.efficiency")!.GetValue<double>();
}

using System.CommandLine;
using System.IO;

namespace Kraken.Cli.Verbs;

/// <summary>The folder of the proof store, for the verbs that read it.</summary>
internal static class ProofsFolder
{
    /// <summary>The option that names it.</summary>
    public static Option<string> Option() => new("--proofs")
    {
        Description = "The proof store's folder.", DefaultValueFactory = _ => Path.Combine(".kraken", "proofs"),
    };
}

using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary>Runs what a verb was given and makes prover input of the run.</summary>
internal static class Adaptation
{
    /// <summary>The prover input; on a failure says why on standard error and returns null.</summary>
    public static ProverInput? Of(RunSource source)
    {
        if (source.Run() is not { } runner)
        {
            return null;
        }

        try
        {
            return ProverInputAdapter.Adapt(runner);
        }
        catch (ProvingException refused)
        {
            ErrorLine.Write(source.Path, refused.Message);
            return null;
        }
    }
}

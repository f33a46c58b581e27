using System;
using Kraken.BlockProof.Program;
using Kraken.Cairo.Air.Verification;

namespace Kraken.Watcher.Proving;

/// <summary>A verified proof of a call.</summary>
/// <param name="File">The proof, as the field elements that a verifier written in Cairo reads (JSON).</param>
/// <param name="Statement">What the proof states, read back from the file.</param>
/// <param name="Output">Its output by fields.</param>
/// <param name="Steps">VM steps.</param>
/// <param name="RunTime">Time of the run.</param>
/// <param name="ProveTime">Time of proving.</param>
/// <param name="VerifyTime">Time of verifying.</param>
internal sealed record ProvedCall(
    byte[] File, ProofStatement Statement, InvokeOutput Output, long Steps, TimeSpan RunTime, TimeSpan ProveTime, TimeSpan VerifyTime);

using System;
using Kraken.Sierra.ToIL.Emission;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>How invocations of a generic library function become IL.</summary>
/// <param name="Id">The generic library function.</param>
/// <param name="Emit">Emits an invocation.</param>
internal sealed record LibfuncEmitter(string Id, Action<Invocation> Emit);

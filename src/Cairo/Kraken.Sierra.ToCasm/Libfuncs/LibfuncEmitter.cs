using System;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>How invocations of a generic library function become code.</summary>
/// <param name="Id">The generic library function.</param>
/// <param name="Emit">Gives the code of an invocation.</param>
internal sealed record LibfuncEmitter(string Id, Func<InvocationContext, Emission> Emit);

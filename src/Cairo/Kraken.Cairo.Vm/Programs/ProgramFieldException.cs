using System;

namespace Kraken.Cairo.Vm.Programs;

/// <summary>Carries an error out of the reader; it never leaves <see cref="CairoProgramReader"/>.</summary>
internal sealed class ProgramFieldException(ProgramError error) : Exception(error.ToString())
{
    public ProgramError Error { get; } = error;
}

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// Words of a buffer from one of them on: who only hands a kernel its words on holds no address, and needs no unsafe code.
/// </summary>
/// <param name="Buffer">The buffer, which must live as long as the words are used.</param>
/// <param name="First">The first word.</param>
internal readonly record struct BufferPart(NativeBuffer Buffer, long First)
{
    // SAFETY: the pointer is the buffer's own, see there; the kernels say how many words they touch.

    /// <summary>The first word's address.</summary>
    public unsafe uint* Words => Buffer.Words + First;
}

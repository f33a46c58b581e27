namespace Kraken.Mempool;

/// <summary>Why a transaction of the pool waits.</summary>
internal enum WaitReason
{
    /// <summary>It was not looked at yet.</summary>
    Unknown,

    /// <summary>For the next block only: it can be executed.</summary>
    Block,

    /// <summary>For a transaction of its account with a lower nonce that is not here.</summary>
    Gap,

    /// <summary>It, or one of its account before it, took too long and is set aside for some blocks.</summary>
    SetAside,
}

namespace Kraken.Rpc.Health;

/// <summary>What a problem keeps a process from.</summary>
public enum HealthGrade
{
    /// <summary>Nothing: an operator should look when there is time.</summary>
    Note,

    /// <summary>Answering as of now: ask another one, this one will be well again by itself.</summary>
    Unready,

    /// <summary>Doing its part: it will not be well again before somebody looks, or room is made.</summary>
    Failure,
}

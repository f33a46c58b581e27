namespace Kraken.Fuzz.Targets;

/// <summary>What inputs of a target look like: it decides how they are changed.</summary>
internal enum InputShape
{
    /// <summary>Bytes, with lengths, integers and field elements at places that only the decoder knows.</summary>
    Binary,

    /// <summary>A JSON document.</summary>
    Json,

    /// <summary>A JSON array of field elements, whose meaning is in their order.</summary>
    Felts,

    /// <summary>Lines of words.</summary>
    Text,
}

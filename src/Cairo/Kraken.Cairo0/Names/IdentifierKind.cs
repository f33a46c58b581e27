namespace Kraken.Cairo0.Names;

/// <summary>What a name can stand for.</summary>
internal enum IdentifierKind
{
    /// <summary>Seen in the source, not yet compiled.</summary>
    Future,

    /// <summary>Another name, by an import.</summary>
    Alias,

    /// <summary>A constant.</summary>
    Const,

    /// <summary>A member of a struct.</summary>
    Member,

    /// <summary>A struct.</summary>
    Struct,

    /// <summary>A name of a type.</summary>
    TypeDefinition,

    /// <summary>A label.</summary>
    Label,

    /// <summary>A function, which is a label too.</summary>
    Function,

    /// <summary>A namespace.</summary>
    Namespace,

    /// <summary>A reference.</summary>
    Reference,

    /// <summary>Members of a reference.</summary>
    OffsetReference,
}

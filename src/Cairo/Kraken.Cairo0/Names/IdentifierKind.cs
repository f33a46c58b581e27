namespace Kraken.Cairo0.Names;

/// <summary>What a name can stand for.</summary>
internal enum IdentifierKind
{
    /// <summary>Seen in the source, not yet compiled.</summary>
    Future,

    /// <summary>Another name, by an import.</summary>
    Alias,

    Const,

    /// <summary>A member of a struct.</summary>
    Member,

    Struct,

    TypeDefinition,

    Label,

    /// <summary>A function, which is a label too.</summary>
    Function,

    Namespace,

    Reference,

    /// <summary>Members of a reference.</summary>
    OffsetReference,
}

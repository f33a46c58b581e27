using System;

namespace Kraken.Cairo0.Names;

/// <summary>The names of the kinds in messages and in the program's JSON.</summary>
internal static class IdentifierKindText
{
    /// <summary>The kind as the JSON and the messages write it.</summary>
    public static string Text(this IdentifierKind kind) => kind switch
    {
        IdentifierKind.Future => "future",
        IdentifierKind.Alias => "alias",
        IdentifierKind.Const => "const",
        IdentifierKind.Member => "member",
        IdentifierKind.Struct => "struct",
        IdentifierKind.TypeDefinition => "type_definition",
        IdentifierKind.Label => "label",
        IdentifierKind.Function => "function",
        IdentifierKind.Namespace => "namespace",
        IdentifierKind.Reference => "reference",
        IdentifierKind.OffsetReference => "offset-reference",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

using System.Collections.Generic;

namespace Kraken.Sierra;

/// <summary>A Sierra program; declarations are referred to by their index.</summary>
/// <param name="Types">The type declarations.</param>
/// <param name="Libfuncs">The library function declarations.</param>
/// <param name="Functions">The functions, by the order of declaration.</param>
public sealed record SierraProgram(
    IReadOnlyList<TypeDeclaration> Types,
    IReadOnlyList<LibfuncDeclaration> Libfuncs,
    IReadOnlyList<Statement> Statements,
    IReadOnlyList<SierraFunction> Functions)
{
    /// <summary>The names of variables that the text form spelled as words, by their identity.</summary>
    public IReadOnlyDictionary<ulong, string> VariableNames { get; init; } = new Dictionary<ulong, string>();

    /// <summary>Writes a variable as the text form does.</summary>
    public string NameOfVariable(ulong variable) => VariableNames.TryGetValue(variable, out string? name) ? name : $"[{variable}]";
}

/// <summary>The properties that a type declaration states.</summary>
/// <param name="Storable">Values can be kept in memory.</param>
/// <param name="Droppable">Values can be forgotten.</param>
/// <param name="Duplicatable">Values can be copied.</param>
/// <param name="ZeroSized">Values take no cell.</param>
public readonly record struct TypeFlags(bool Storable, bool Droppable, bool Duplicatable, bool ZeroSized);

/// <summary>A concrete type: a generic type and its arguments.</summary>
/// <param name="Name">The name by which the text form refers to it, or [index].</param>
/// <param name="GenericId">The generic type.</param>
/// <param name="Args">The generic arguments.</param>
/// <param name="Flags">The declared properties, or null.</param>
public sealed record TypeDeclaration(string Name, string GenericId, IReadOnlyList<GenericArg> Args, TypeFlags? Flags);

/// <summary>A concrete library function: a generic one and its arguments.</summary>
/// <param name="Name">The name by which the text form refers to it, or [index].</param>
/// <param name="GenericId">The generic library function.</param>
/// <param name="Args">The generic arguments.</param>
public sealed record LibfuncDeclaration(string Name, string GenericId, IReadOnlyList<GenericArg> Args);

/// <summary>A parameter of a function.</summary>
/// <param name="Variable">The variable that holds it at the entry.</param>
public readonly record struct Parameter(ulong Variable, int Type);

/// <summary>A function of a program.</summary>
/// <param name="Name">The name by which the text form refers to it, or [index].</param>
/// <param name="Parameters">The parameters, in order.</param>
/// <param name="ReturnTypes">The types of the returned values, in order.</param>
/// <param name="EntryPoint">The first statement.</param>
public sealed record SierraFunction(string Name, IReadOnlyList<Parameter> Parameters, IReadOnlyList<int> ReturnTypes, int EntryPoint);

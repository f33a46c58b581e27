using System;
using System.Reflection;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>Finds what generated code refers to. A name that is not there is a defect, found by the first test that emits it.</summary>
internal static class RuntimeMembers
{
    private const BindingFlags Any =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>A field of a type.</summary>
    internal static FieldInfo Field<T>(string name) =>
        typeof(T).GetField(name, Any) ?? throw new MissingFieldException(typeof(T).Name, name);

    /// <summary>A method of a type that has no other of the name.</summary>
    internal static MethodInfo Method(Type type, string name) =>
        type.GetMethod(name, Any) ?? throw new MissingMethodException(type.Name, name);

    /// <summary>A method of a type with these parameters.</summary>
    internal static MethodInfo Method(Type type, string name, params Type[] parameters) =>
        type.GetMethod(name, Any, parameters) ?? throw new MissingMethodException(type.Name, name);
}

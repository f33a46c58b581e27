using System;
using System.Collections.Frozen;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Kraken.Sierra.ToIL;

/// <summary>Writes the IL of a compiled program for people: a line for each instruction, by methods.</summary>
public static class NativeImageText
{
    private static readonly FrozenDictionary<short, OpCode> ByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => code.Value);

    /// <summary>Writes a program.</summary>
    /// <param name="image">The program.</param>
    /// <param name="output">Where to.</param>
    public static void Write(NativeImage image, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(output);
        using PEReader file = new([.. image.Assembly]);
        MetadataReader metadata = file.GetMetadataReader();
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{metadata.GetString(method.Name)}: {body.Size} bytes, at most {body.MaxStack} on the stack"));
            Write(metadata, body.GetILReader(), output);
            output.WriteLine();
        }
    }

    private static void Write(MetadataReader metadata, BlobReader code, TextWriter output)
    {
        while (code.RemainingBytes > 0)
        {
            int offset = code.Offset;
            byte first = code.ReadByte();
            short value = first == 0xfe ? (short)((first << 8) | code.ReadByte()) : first;
            OpCode instruction = ByValue[value];
            string operand = Operand(metadata, instruction, ref code);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {offset:x5}  {instruction.Name,-12} {operand}").TrimEnd());
        }
    }

    private static string Operand(MetadataReader metadata, OpCode instruction, ref BlobReader code)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        switch (instruction.OperandType)
        {
            case OperandType.InlineNone:
                return "";
            case OperandType.ShortInlineBrTarget:
                int near = code.ReadSByte();
                return (code.Offset + near).ToString("x5", culture);
            case OperandType.InlineBrTarget:
                int far = code.ReadInt32();
                return (code.Offset + far).ToString("x5", culture);
            case OperandType.ShortInlineI or OperandType.ShortInlineVar:
                return code.ReadSByte().ToString(culture);
            case OperandType.InlineVar:
                return code.ReadUInt16().ToString(culture);
            case OperandType.InlineI:
                return code.ReadInt32().ToString(culture);
            case OperandType.InlineI8:
                return code.ReadInt64().ToString(culture);
            case OperandType.ShortInlineR:
                return code.ReadSingle().ToString(culture);
            case OperandType.InlineR:
                return code.ReadDouble().ToString(culture);
            case OperandType.InlineSwitch:
                int[] targets = new int[code.ReadInt32()];
                for (int i = 0; i < targets.Length; i++)
                {
                    targets[i] = code.ReadInt32();
                }

                int end = code.Offset;
                return string.Join(' ', targets.Select(target => (end + target).ToString("x5", culture)));
            default:
                return NameOf(metadata, MetadataTokens.EntityHandle(code.ReadInt32()));
        }
    }

    private static string NameOf(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                return metadata.GetString(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).Name);
            case HandleKind.MemberReference:
                MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return $"{NameOf(metadata, member.Parent)}.{metadata.GetString(member.Name)}";
            case HandleKind.TypeReference:
                return metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)handle).Name);
            case HandleKind.TypeDefinition:
                return metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)handle).Name);
            default:
                return string.Create(CultureInfo.InvariantCulture, $"{handle.Kind} {MetadataTokens.GetToken(handle):x8}");
        }
    }
}

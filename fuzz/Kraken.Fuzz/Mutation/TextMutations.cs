using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Kraken.Fuzz.Mutation;

/// <summary>Changes of a text of words and signs: words dropped, given twice, put for one another, out of range.</summary>
internal sealed class TextMutations(Random random)
{
    // Letters that a repetition may add: changes follow each other before the result is cut.
    private const int MaxRepeated = 1 << 20;

    private static readonly string[] Words =
    [
        "0", "-1", "1", "4294967296", "18446744073709551616", "9999999999999999999999",
        "(", ")", "<", ">", "[", "]", "{", "}", ",", ";", ":", "::", "@",
        "->", "=", "//", "\0", "\u00e9", "\ud83d\ude00", " ", "\n",
    ];

    /// <summary>Makes one change.</summary>
    internal byte[] Change(byte[] input, byte[] other)
    {
        List<string> words = Split(input);
        if (words.Count == 0)
        {
            return Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]);
        }

        int at = random.Next(words.Count);
        int run = Math.Min(words.Count - at, ByteMutations.Run(random, 64));
        switch (random.Next(7))
        {
            case 0:
                words.RemoveRange(at, run);
                break;
            case 1:
                words.InsertRange(at, words.GetRange(at, run));
                break;
            case 2:
                words[at] = words[random.Next(words.Count)];
                break;
            case 3:
                words.Insert(at, Words[random.Next(Words.Length)]);
                break;
            case 4:
                words[at] = Words[random.Next(Words.Length)];
                break;
            case 5:
                words.InsertRange(at, Enumerable.Repeat(words[at], Math.Min(1 << random.Next(14), MaxRepeated / words[at].Length)));
                break;
            default:
                List<string> others = Split(other);
                int from = random.Next(others.Count + 1);
                words.InsertRange(at, others.GetRange(from, Math.Min(others.Count - from, run)));
                break;
        }

        return Encoding.UTF8.GetBytes(string.Concat(words));
    }

    // Words, and every other sign alone.
    private static List<string> Split(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        List<string> words = [];
        for (int at = 0; at < text.Length;)
        {
            int end = at + 1;
            while (end < text.Length && IsWord(text[at]) && IsWord(text[end]))
            {
                end++;
            }

            words.Add(text[at..end]);
            at = end;
        }

        return words;
    }

    private static bool IsWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}

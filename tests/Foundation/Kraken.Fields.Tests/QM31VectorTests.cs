using System.IO;
using System.Text.Json;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>QM31 against the vectors of an independent reference implementation.</summary>
public sealed class QM31VectorTests
{
    [Fact]
    public void ArithmeticMatchesTheVectors()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("s-two/field_circle_fft_vectors.json")));
        int cases = 0;
        foreach (JsonElement vector in document.RootElement.GetProperty("qm31").EnumerateArray())
        {
            QM31 a = Read(vector, "a");
            QM31 b = Read(vector, "b");
            Assert.Equal(Read(vector, "add"), a + b);
            Assert.Equal(Read(vector, "sub"), a - b);
            Assert.Equal(Read(vector, "mul"), a * b);
            Assert.Equal(Read(vector, "inv_a"), a.Inverse());
            cases++;
        }

        Assert.Equal(8, cases);
    }

    private static QM31 Read(JsonElement vector, string name)
    {
        M31[] c = new M31[4];
        for (int i = 0; i < 4; i++)
        {
            c[i] = vector.GetProperty(name)[i].GetInt32();
        }

        return new QM31(c[0], c[1], c[2], c[3]);
    }
}

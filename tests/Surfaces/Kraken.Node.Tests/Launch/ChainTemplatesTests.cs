using System;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Launch;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Node.Tests.Launch;

/// <summary>
/// The templates: what is complete makes a network as it stands, production says what is to be filled and holds no known key.
/// </summary>
public sealed class ChainTemplatesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-template-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ThereAreThree() => Assert.Equal(["appchain", "devnet", "test"], ChainTemplates.Names);

    [Theory]
    [InlineData("devnet", 4, 10)]
    [InlineData("test", 1, 3)]
    public void ACompleteTemplateMakesANetwork(string name, int validators, int accounts)
    {
        GenesisFile made = ChainNetwork.Create(folder, Read(ChainTemplates.Text(name)));
        GenesisFile read = GenesisFile.Load(Path.Combine(folder, GenesisFile.FileName));
        Assert.Equal((validators, accounts), (read.Validators.Length, read.Content!.Accounts.Length));
        Assert.Equal(made.Content!.BlockHash, read.Content.BlockHash);
        Assert.NotEmpty(PublishedKeys.Find(read));
        foreach (GenesisValidator validator in read.Validators)
        {
            Assert.True(File.Exists(Path.Combine(folder, validator.Name, NodeFile.SigningKeyFile)));
            Assert.Equal(validator.Address, NodeFile.Load(Path.Combine(folder, validator.Name, NodeFile.FileName)).Validator);
        }
    }

    [Fact]
    public void ProductionNamesEveryPlaceThatIsToBeFilled()
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(ChainTemplates.Text("appchain"))).Message;
        string[] lines = ChainTemplates.Text("appchain").Split('\n');
        string[] places = [.. lines.Where(line => line.Contains(": FILL_", StringComparison.Ordinal))];
        Assert.Equal(15, places.Length);
        Assert.All(places, line => Assert.Contains(line.Split(": ")[1], message, StringComparison.Ordinal));
        Assert.Contains("accounts[0].public_key in line ", message, StringComparison.Ordinal);
        Assert.Contains("validators[3].connection_key in line ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ProductionThatIsFilledHasNoKnownKey()
    {
        GenesisFile drawn = LocalNetwork.Create(Path.Combine(folder, "keys"), 4, 1, 1);
        string text = ChainTemplates.Text("appchain")
            .Replace("FILL_chain_id", "ACME_MAIN", StringComparison.Ordinal)
            .Replace("FILL_token_name", "Acme Gas", StringComparison.Ordinal)
            .Replace("FILL_public_key_of_the_treasury", "0x1234", StringComparison.Ordinal);
        foreach ((int index, GenesisValidator validator) in drawn.Validators.Index())
        {
            string name = $"validator{index + 1}";
            string connection = Convert.ToBase64String(validator.ConnectionKey);
            text = text
                .Replace($"FILL_host_of_{name}", $"v{index}.example", StringComparison.Ordinal)
                .Replace($"FILL_signing_key_of_{name}", Convert.ToBase64String(validator.SigningKey), StringComparison.Ordinal)
                .Replace($"FILL_connection_key_of_{name}", connection, StringComparison.Ordinal);
        }

        string network = Path.Combine(folder, "net");
        GenesisFile genesis = ChainNetwork.Create(network, Read(text));
        Assert.Empty(PublishedKeys.Find(GenesisFile.Load(Path.Combine(network, GenesisFile.FileName))));
        Assert.Equal(drawn.Validators.Select(validator => validator.Address), genesis.Validators.Select(validator => validator.Address));
        Assert.False(File.Exists(Path.Combine(network, "validator1", NodeFile.SigningKeyFile)));
        Assert.True(File.Exists(Path.Combine(network, "validator1", NodeFile.FileName)));
        Assert.Equal(new Starknet.Blocks.FeeMarket(1_000_000_000, 1_040_000_000) { MaxPrice = 1_000_000_000_000 },
            ChainRulesOf.Genesis(genesis).Market);
    }

    [Fact]
    public void NoTemplateOfProductionHasAKeyOfTutorials()
    {
        string text = ChainTemplates.Text("appchain");
        Assert.All(DevelopmentAccounts.All, account =>
        {
            Assert.DoesNotContain(account.Address.ToString(), text, StringComparison.Ordinal);
            Assert.DoesNotContain(account.PublicKey.ToString(), text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void TheSameFileMakesTheSameFirstBlock()
    {
        Felt first = ChainNetwork.Create(Path.Combine(folder, "a"), Read(ChainTemplates.Text("test"))).Content!.BlockHash;
        Felt second = ChainNetwork.Create(Path.Combine(folder, "b"), Read(ChainTemplates.Text("test"))).Content!.BlockHash;
        Assert.Equal(first, second);
    }

    private ChainPlan Read(string text) => ChainFile.Read(Encoding.UTF8.GetBytes(text), "chain.yaml", folder, DateTimeOffset.UnixEpoch);
}

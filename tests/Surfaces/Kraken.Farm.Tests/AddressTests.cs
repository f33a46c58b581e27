using System;
using System.Collections.Generic;
using Kraken.Farm.Amqp;
using Kraken.Farm.Objects;
using Xunit;

namespace Kraken.Farm.Tests;

public sealed class AddressTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        [AmqpAddress.UserVariable] = "prover", [AmqpAddress.PasswordVariable] = "pass-of-env",
        [S3Address.KeyVariable] = "key-of-env", [S3Address.SecretVariable] = "secret-of-env", [S3Address.TokenVariable] = "token-of-env",
    };

    [Theory]
    [InlineData("amqp://u:p%40ss@broker:5673/v%2Fh", "u", "p@ss", "broker", 5673, "v/h", false)]
    [InlineData("amqps://broker/", "prover", "pass-of-env", "broker", 5671, "/", true)]
    [InlineData("amqp://10.0.0.1", "prover", "pass-of-env", "10.0.0.1", 5672, "/", false)]
    public void Brokers_are_read(string text, string user, string password, string host, int port, string virtualHost, bool isTls)
    {
        Assert.True(AmqpAddress.TryParse(text, Variables.GetValueOrDefault, out AmqpAddress? read, out string? problem), problem);
        Assert.Equal((user, password, host, port), (read.User, read.Password, read.Host, read.Port));
        Assert.Equal((virtualHost, isTls), (read.VirtualHost, read.IsTls));
        Assert.DoesNotContain(password, read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://secretuser:secretword@broker")]
    [InlineData("amqp://secretuser:secretword@broker/a/b")]
    [InlineData("amqp://secretuser:secretword@broker?x=secretword")]
    [InlineData("secretword")]
    [InlineData("")]
    public void What_is_no_broker_is_refused_without_being_repeated(string text)
    {
        Assert.False(AmqpAddress.TryParse(text, Variables.GetValueOrDefault, out _, out string? problem));
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_of_a_store_are_read()
    {
        Assert.True(S3Address.TryParse(
            "s3://k:s%2Fs@host:9000/bucket/a/b/?tls=false&region=eu", Variables.GetValueOrDefault, out S3Address? read, out string? problem), problem);
        Assert.Equal(("k", "s/s", "bucket", "a/b/", "eu"), (read.AccessKey, read.SecretKey, read.Bucket, read.Prefix, read.Region));
        Assert.Equal("http://host:9000/", read.Endpoint.ToString());
        Assert.Null(read.SessionToken);
        Assert.Equal("s3://host:9000/bucket/a/b/", read.ToString());
        Assert.True(S3Address.TryParse("s3://host/bucket", Variables.GetValueOrDefault, out read, out _));
        Assert.Equal(("key-of-env", "secret-of-env", "token-of-env"), (read.AccessKey, read.SecretKey, read.SessionToken));
        Assert.Equal(("https://host/", ""), (read.Endpoint.ToString(), read.Prefix));
    }

    [Theory]
    [InlineData("s3://secretkey:secretword@host")]
    [InlineData("s3://secretkey:secretword@host/bucket/../other")]
    [InlineData("s3://secretkey:secretword@host/bucket?secret=1")]
    [InlineData("s3://secretkey:secretword@host/bucket?tls=maybe")]
    [InlineData("s3://secretkey:secretword@host/bu cket")]
    [InlineData("s3:///bucket")]
    public void What_is_no_place_is_refused_without_being_repeated(string text)
    {
        Assert.False(S3Address.TryParse(text, Variables.GetValueOrDefault, out _, out string? problem));
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_credentials_the_error_says_where_they_belong()
    {
        Assert.False(S3Address.TryParse("s3://host/bucket", _ => null, out _, out string? problem));
        Assert.Contains(S3Address.SecretVariable, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_about_a_connection_holds_no_credential_however_it_is_written()
    {
        FarmSecrets secrets = new("p@ss/word", null, "KEY1", "ab");
        Assert.Equal("a *** b *** c *** ab", secrets.Redact("a p@ss/word b p%40ss%2Fword c key1 ab"));
    }

    [Theory]
    [InlineData("amqp://broker", "ftp://host/x", "store")]
    [InlineData("amqp://broker", "", "store")]
    [InlineData("redis://broker", "s3://host/bucket", "queue")]
    public void A_farm_of_wrong_addresses_is_refused_by_the_one_at_fault(string queue, string store, string expected)
    {
        Assert.False(FarmConnection.TryOpen(
            queue, store, 1, Variables.GetValueOrDefault, TimeProvider.System, out _, out string? problem));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }
}

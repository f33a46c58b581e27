using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.S3;
using Kraken.Farm.Objects;
using Xunit;

namespace Kraken.Farm.Tests.Servers;

/// <summary>An S3 server of this test run: Ceph's, on the loopback and in memory, started by the script beside the test data.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    /// <summary>The key of its user.</summary>
    public const string AccessKey = "farmtestkey";

    /// <summary>The secret of its user.</summary>
    public const string SecretKey = "farm/test+secret";

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-bucket-").FullName;

    private S3Server(int port) => Port = port;

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>A bucket's address with the user's credentials.</summary>
    public string Address(string bucket) =>
        $"s3://{AccessKey}:{Uri.EscapeDataString(SecretKey)}@127.0.0.1:{Port}/{bucket}?tls=false";

    /// <summary>Starts one, and waits until it serves.</summary>
    public static async Task<S3Server> StartAsync()
    {
        S3Server server = new(ServerProcess.FreePort());
        string script = Script();
        ProcessStartInfo start = new("/bin/bash", [script, server.folder, $"{server.Port}", $"{ServerProcess.FreePort()}", $"{ServerProcess.FreePort()}"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["ACCESS_KEY"] = AccessKey;
        start.Environment["SECRET_KEY"] = SecretKey;
        using Process process = Process.Start(start)!;
        string printed = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{printed} {(process.ExitCode == 0 ? "" : await process.StandardError.ReadToEndAsync())}");
        return server;
    }

    /// <summary>Makes a bucket.</summary>
    public async Task<string> BucketAsync(string name)
    {
        using AmazonS3Client client = new(
            new BasicAWSCredentials(AccessKey, SecretKey),
            new AmazonS3Config { ServiceURL = $"http://127.0.0.1:{Port}", ForcePathStyle = true, AuthenticationRegion = "us-east-1" });
        await client.PutBucketAsync(name, TestContext.Current.CancellationToken);
        return name;
    }

    /// <summary>A bucket as a worker reaches it.</summary>
    public S3Objects Open(string bucket, string? address = null) =>
        S3Address.TryParse(address ?? Address(bucket), _ => null, out S3Address? parsed, out string? problem)
            ? new S3Objects(parsed)
            : throw new InvalidOperationException(problem);

    public async ValueTask DisposeAsync()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(folder, "out"), "*.pid"))
        {
            using Process? server = Find(int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture));
            server?.Kill();
            await (server?.WaitForExitAsync() ?? Task.CompletedTask);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Process? Find(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Script()
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            string script = Path.Combine(at, "shared", "tools", "radosgw-up.sh");
            if (File.Exists(script))
            {
                return script;
            }
        }

        throw new FileNotFoundException("shared/tools/radosgw-up.sh is missing beside the checkout");
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Kraken.Storage.Files;

namespace Kraken.Farm.Objects;

/// <summary>Objects of a bucket. Each call is bounded in time, and tried again a few times by the client.</summary>
public sealed class S3Objects : IObjectStore, IDisposable
{
    /// <summary>The most keys that a list has.</summary>
    public const int MaxListed = 1_000_000;

    private const int MaxRetries = 3;
    private const int ListPage = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CallPatience = TimeSpan.FromMinutes(2);

    private readonly S3Address address;
    private readonly AmazonS3Client client;

    /// <summary>Joins the parts; nothing is asked of the server yet.</summary>
    /// <param name="address">The place.</param>
    public S3Objects(S3Address address)
    {
        ArgumentNullException.ThrowIfNull(address);
        this.address = address;
        AWSCredentials credentials = address.SessionToken is { Length: > 0 } token
            ? new SessionAWSCredentials(address.AccessKey, address.SecretKey, token)
            : new BasicAWSCredentials(address.AccessKey, address.SecretKey);
        client = new AmazonS3Client(
            credentials,
            new AmazonS3Config
            {
                ServiceURL = address.Endpoint.ToString(),
                AuthenticationRegion = address.Region,
                ForcePathStyle = true,
                MaxErrorRetry = MaxRetries,
                Timeout = CallPatience,

                // The digests that jobs and manifests state are compared where objects are read; not every server knows the newer ones.
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });
    }

    /// <inheritdoc/>
    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        PutAsync(key, content, onlyNew: false, cancellation);

    /// <inheritdoc/>
    public Task<bool> PutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        PutAsync(key, content, onlyNew: true, cancellation);

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string key, int maxBytes, CancellationToken cancellation) => DoAsync(
        $"read {key}",
        async limit =>
        {
            using GetObjectResponse? response = await GetAsync(key, limit).ConfigureAwait(false);
            return response is null ? null : await ReadAsync(response, key, maxBytes, limit).ConfigureAwait(false);
        },
        cancellation);

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation) => DoAsync(
        $"read {key}",
        async limit => (await GetAsync(key, limit).ConfigureAwait(false))?.ResponseStream,
        cancellation);

    /// <inheritdoc/>
    public Task MoveAsync(string key, string other, CancellationToken cancellation) => DoAsync(
        $"move {key}",
        async limit =>
        {
            try
            {
                await client.CopyObjectAsync(address.Bucket, address.Prefix + key, address.Bucket, address.Prefix + other, limit)
                    .ConfigureAwait(false);
                await client.DeleteObjectAsync(address.Bucket, address.Prefix + key, limit).ConfigureAwait(false);
            }
            catch (AmazonS3Exception missing) when (IsMissing(missing))
            {
                // Somebody else moved it.
            }

            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task DeleteAsync(string key, CancellationToken cancellation) => DoAsync(
        $"delete {key}",
        async limit =>
        {
            await client.DeleteObjectAsync(address.Bucket, address.Prefix + key, limit).ConfigureAwait(false);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellation) => DoAsync<IReadOnlyList<string>>(
        $"list {prefix}",
        async limit =>
        {
            string whole = address.Prefix + prefix;
            List<string> keys = [];
            ListObjectsV2Request request = new() { BucketName = address.Bucket, Prefix = whole, MaxKeys = ListPage };
            for (bool more = true; more;)
            {
                ListObjectsV2Response page = await client.ListObjectsV2Async(request, limit).ConfigureAwait(false);
                keys.AddRange((page.S3Objects ?? [])
                    .Select(found => found.Key)
                    .Where(key => key?.StartsWith(whole, StringComparison.Ordinal) == true)
                    .Select(key => key[address.Prefix.Length..]));
                if (keys.Count > MaxListed)
                {
                    throw new IOException($"expected at most {MaxListed} keys, got more");
                }

                request.ContinuationToken = page.NextContinuationToken;
                more = page.IsTruncated == true && page.NextContinuationToken is not null;
            }

            keys.Sort(StringComparer.Ordinal);
            return keys;
        },
        cancellation);

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static bool IsMissing(AmazonS3Exception exception) =>
        exception.StatusCode == HttpStatusCode.NotFound && exception.ErrorCode != "NoSuchBucket";

    private static async Task<byte[]> ReadAsync(GetObjectResponse response, string key, int maxBytes, CancellationToken cancellation)
    {
        if (response.ContentLength > maxBytes)
        {
            throw new InvalidDataException($"{key}: expected at most {maxBytes} bytes, got {response.ContentLength}");
        }

        // The length is the server's word, and may be missing.
        byte[] content = await BoundedFile.ReadAsync(response.ResponseStream, key, maxBytes, cancellation).ConfigureAwait(false);
        return response.ContentLength <= 0 || response.ContentLength == content.Length
            ? content
            : throw new IOException($"{key}: the connection ended after {content.Length} of its {response.ContentLength} bytes");
    }

    private Task<bool> PutAsync(string key, ReadOnlyMemory<byte> content, bool onlyNew, CancellationToken cancellation) => DoAsync(
        $"write {key}",
        async limit =>
        {
            using MemoryStream stream = new(content.ToArray(), writable: false);
            PutObjectRequest request = new()
            {
                BucketName = address.Bucket,
                Key = address.Prefix + key,
                InputStream = stream,
                AutoCloseStream = false,
                UseChunkEncoding = false,
            };
            if (onlyNew)
            {
                request.IfNoneMatch = "*";
            }

            try
            {
                await client.PutObjectAsync(request, limit).ConfigureAwait(false);
                return true;
            }
            catch (AmazonS3Exception exists) when (onlyNew && exists.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return false;
            }
        },
        cancellation);

    private async Task<GetObjectResponse?> GetAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await client.GetObjectAsync(address.Bucket, address.Prefix + key, cancellation).ConfigureAwait(false);
        }
        catch (AmazonS3Exception missing) when (IsMissing(missing))
        {
            return null;
        }
    }

    private async Task<T> DoAsync<T>(string what, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return await work(limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (!cancellation.IsCancellationRequested && exception
                is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException)
        {
            string why = exception switch
            {
                AmazonServiceException refused => $"{refused.StatusCode:D} {refused.ErrorCode}: {refused.Message}",
                OperationCanceledException => $"no answer in {Patience}",
                _ => $"{exception.GetType().Name}: {exception.Message}",
            };
            throw new FarmUnavailableException(address.Secrets.Redact($"store {address}: cannot {what}: {why}"));
        }
    }
}

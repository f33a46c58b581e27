using System;
using System.IO;
using System.IO.Compression;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>A file of a zip archive, as its directory tells of it.</summary>
/// <param name="Archive">The whole archive.</param>
/// <param name="Start">Where its bytes begin in the archive.</param>
/// <param name="PackedBytes">How many there are.</param>
/// <param name="Bytes">How many they unpack to.</param>
/// <param name="IsDeflated">Whether they are packed at all.</param>
/// <param name="Checksum">CRC-32 of the unpacked bytes.</param>
internal sealed record ZipMember(
    string Name, ArraySegment<byte> Archive, int Start, int PackedBytes, long Bytes, bool IsDeflated, uint Checksum)
{
    private const int FirstBuffer = 1 << 16;

    /// <summary>The unpacked bytes, which fail to be read further where they are not what the directory says.</summary>
    public Stream Open()
    {
        MemoryStream packed = new(Archive.Array!, Archive.Offset + Start, PackedBytes, writable: false);
        return new CheckedStream(this, IsDeflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed);
    }

    /// <summary>All unpacked bytes.</summary>
    /// <exception cref="ProgramFieldException">They are more than allowed, or not what the directory says.</exception>
    public byte[] Read(int maxBytes)
    {
        if (Bytes > maxBytes)
        {
            throw Refuse($"at most {maxBytes} bytes unpacked", $"{Bytes}");
        }

        // The directory may say anything: room is taken as bytes come.
        using MemoryStream content = new((int)Math.Min(Bytes, FirstBuffer));
        using Stream source = Open();
        source.CopyTo(content);
        return content.ToArray();
    }

    private ProgramFieldException Refuse(string expected, string got) => new(new ProgramError(Name, expected, got));

    /// <summary>Compares what is unpacked with the directory as it comes, so that no more comes than was said.</summary>
    private sealed class CheckedStream(ZipMember member, Stream source) : Stream
    {
        private readonly Crc32 checksum = new();
        private long count;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read;
            try
            {
                read = source.Read(buffer);
            }
            catch (InvalidDataException damaged)
            {
                throw member.Refuse("bytes packed by deflate", $"damage after {count} unpacked bytes: {damaged.Message}");
            }

            count += read;
            if (count > member.Bytes || (read == 0 && buffer.Length != 0 && count < member.Bytes))
            {
                throw member.Refuse($"{member.Bytes} bytes unpacked, as the archive says", count > member.Bytes ? "more" : $"{count}");
            }

            checksum.Add(buffer[..read]);
            if (read == 0 && buffer.Length != 0 && checksum.Value != member.Checksum)
            {
                throw member.Refuse($"bytes with the checksum {member.Checksum:x8} of the archive", $"{checksum.Value:x8}");
            }

            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            source.Dispose();
            base.Dispose(disposing);
        }
    }
}

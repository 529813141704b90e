using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Eudiplo.Protocol.Cbor;
using Eudiplo.Protocol.Jose;

namespace Eudiplo.Protocol.Cose;

/// <summary>Reads public keys in the form of COSE_Key (RFC 9052 section 7).</summary>
public static class CoseKey
{
    private const long KtyLabel = 1;
    private const long CurveLabel = -1;
    private const long XLabel = -2;
    private const long YLabel = -3;
    private const long DLabel = -4;

    /// <summary>
    /// Reads an EC2 key on P-256, P-384 or P-521 with both coordinates. Refused: private parts, other key types and curves, a
    /// compressed point (ISO/IEC 18013-5 section 9.1.5.2 has both coordinates), coordinates that have not the field's length.
    /// </summary>
    public static bool TryRead(CborItem item, [NotNullWhen(true)] out Jwk? key)
    {
        ArgumentNullException.ThrowIfNull(item);
        key = null;
        if (!item.TryGet(KtyLabel, out CborItem? type)
            || !type.TryGetInt64(out long kty)
            || kty != 2
            || item.TryGet(DLabel, out _)
            || !item.TryGet(CurveLabel, out CborItem? curve)
            || !curve.TryGetInt64(out long crv)
            || !item.TryGet(XLabel, CborKind.ByteString, out CborItem? x)
            || !item.TryGet(YLabel, CborKind.ByteString, out CborItem? y))
        {
            return false;
        }

        (ECCurve named, int length) = crv switch
        {
            1 => (ECCurve.NamedCurves.nistP256, 32),
            2 => (ECCurve.NamedCurves.nistP384, 48),
            3 => (ECCurve.NamedCurves.nistP521, 66),
            _ => (default, 0),
        };
        if (length == 0 || x.Bytes.Length != length || y.Bytes.Length != length)
        {
            return false;
        }

        key = Jwk.FromEc(new ECParameters { Curve = named, Q = new ECPoint { X = x.Bytes.ToArray(), Y = y.Bytes.ToArray() } });
        return true;
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.235.0: tokens. SIGNED, ENCRYPTED and HASHED values are written out.
const std::string_view kH235 = R"(
Identifier = BMP(1..128)
TimeStamp = INT(1..4294967295)
KeyMaterial = BITS(1..2048)
NonStandardParameter = { nonStandardIdentifier OID, data OCTETS }
Params = { ranInt? INT, iv8? OCTETS(8), *, iv16? OCTETS(16), iv? OCTETS, clearSalt? OCTETS }
Encrypted = { algorithmOID OID, paramS Params, encryptedData OCTETS }
Signed = { toBeSigned OPEN, algorithmOID OID, paramS Params, signature BITS }
Hashed = { algorithmOID OID, paramS Params, hash BITS }
DHset = { halfkey BITS(0..2048), modSize BITS(0..2048), generator BITS(0..2048), * }
DHsetExt = { halfkey BITS(2049..65536), modSize? BITS(2049..65536), generator? BITS(2049..65536), * }
ECpoint = { x? BITS(0..511), y? BITS(0..511), * }
ECKASDH = <
  eckasdhp { public-key ECpoint, modulus BITS(0..511), base ECpoint, weierstrassA BITS(0..511),
             weierstrassB BITS(0..511) },
  eckasdh2 { public-key ECpoint, fieldSize BITS(0..511), base ECpoint, weierstrassA BITS(0..511),
             weierstrassB BITS(0..511) },
  * >
TypedCertificate = { type OID, certificate OCTETS, * }
AuthenticationMechanism = < dhExch, pwdSymEnc, pwdHash, certSign, ipsec, tls,
  nonStandard NonStandardParameter, *, authenticationBES < default, radius, * >, keyExch OID >
ClearToken = { tokenOID OID, timeStamp? TimeStamp, password? BMP(1..128), dhkey? DHset,
  challenge? OCTETS(8..128), random? INT, certificate? TypedCertificate, generalID? Identifier,
  nonStandard? NonStandardParameter, *, eckasdhkey? ECKASDH, sendersID? Identifier, h235Key? H235Key,
  profileInfo? [] ProfileElement, dhkeyext? DHsetExt }
ProfileElement = { elementID INT(0..255), paramS? Params,
  element? < octets OCTETS, integer INT, bits BITS, name BMP, flag BOOL, * >, * }
H235Key = < secureChannel KeyMaterial, sharedSecret Encrypted, certProtectedKey Signed, *,
  secureSharedSecret V3KeySyncMaterial, secureChannelExt BITS(2049..65536) >
V3KeySyncMaterial = { generalID? Identifier, algorithmOID? OID, paramS Params, encryptedSessionKey? OCTETS,
  encryptedSaltingKey? OCTETS, clearSaltingKey? OCTETS, paramSsalt? Params, keyDerivationOID? OID, *,
  genericKeyMaterial? OCTETS }
KeySyncMaterial = { generalID Identifier, keyMaterial KeyMaterial, * }
CryptoToken = <
  cryptoEncryptedToken { tokenOID OID, token Encrypted },
  cryptoSignedToken { tokenOID OID, token Signed },
  cryptoHashedToken { tokenOID OID, hashedVals ClearToken, token Hashed },
  cryptoPwdEncr Encrypted,
  * >
)";

}  // namespace mcu::h323

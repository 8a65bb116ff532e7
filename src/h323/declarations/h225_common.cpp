// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.225.0: what signalling and RAS messages share.
const std::string_view kH225Common = R"(
GloballyUniqueID = OCTETS(16)
ConferenceIdentifier = GloballyUniqueID
CallIdentifier = { guid GloballyUniqueID, * }
RequestSeqNum = INT(1..65535)
GatekeeperIdentifier = BMP(1..128)
EndpointIdentifier = BMP(1..128)
BandWidth = INT(0..4294967295)
CallReferenceValue = INT(0..65535)
TimeToLive = INT(1..4294967295)
Language = IA5(1..32)
ICV = { algorithmOID OID, icv BITS }
H221NonStandard = { t35CountryCode INT(0..255), t35Extension INT(0..255), manufacturerCode INT(0..65535), * }
NonStandardParameter = { nonStandardIdentifier < object OID, h221NonStandard H221NonStandard, * >, data OCTETS }
VendorIdentifier = { vendor H221NonStandard, productId? OCTETS(1..256), versionId? OCTETS(1..256), *,
  enterpriseNumber? OID }
TunnelledProtocol = {
  id < tunnelledProtocolObjectID OID,
       tunnelledProtocolAlternateID { protocolType IA5(1..64), protocolVariant? IA5(1..64), * }, * >,
  subIdentifier? IA5(1..64), * }
DataRate = { nonStandardData? NonStandardParameter, channelRate BandWidth, channelMultiplier? INT(1..256), * }
SupportedPrefix = { nonStandardData? NonStandardParameter, prefix AliasAddress, * }
GatewayCaps = { nonStandardData? NonStandardParameter, *, dataRatesSupported? [] DataRate,
  supportedPrefixes [] SupportedPrefix }
SupportedProtocols = < nonStandardData NonStandardParameter, h310 GatewayCaps, h320 GatewayCaps,
  h321 GatewayCaps, h322 GatewayCaps, h323 GatewayCaps, h324 GatewayCaps, voice GatewayCaps,
  t120-only GatewayCaps, *,
  nonStandardProtocol { nonStandardData? NonStandardParameter, dataRatesSupported? [] DataRate,
    supportedPrefixes [] SupportedPrefix, * },
  t38FaxAnnexbOnly { nonStandardData? NonStandardParameter, dataRatesSupported? [] DataRate,
    supportedPrefixes [] SupportedPrefix, t38FaxProtocol h245.DataProtocolCapability,
    t38FaxProfile h245.T38FaxProfile, * },
  sip { nonStandardData? NonStandardParameter, dataRatesSupported? [] DataRate,
    supportedPrefixes? [] SupportedPrefix, * } >
EndpointType = { nonStandardData? NonStandardParameter, vendor? VendorIdentifier,
  gatekeeper? { nonStandardData? NonStandardParameter, * },
  gateway? { protocol? [] SupportedProtocols, nonStandardData? NonStandardParameter, * },
  mcu? { nonStandardData? NonStandardParameter, *, protocol? [] SupportedProtocols },
  terminal? { nonStandardData? NonStandardParameter, * },
  mc BOOL, undefinedNode BOOL, *, set? BITS(32), supportedTunnelledProtocols? [] TunnelledProtocol }
GenericIdentifier = < standard INT(0..16383,*), oid OID, nonStandard GloballyUniqueID, * >
GenericData = { id GenericIdentifier, parameters? [1..512] EnumeratedParameter, * }
EnumeratedParameter = { id GenericIdentifier, content? Content, * }
Content = < raw OCTETS, text IA5, unicode BMP, bool BOOL, number8 INT(0..255), number16 INT(0..65535),
  number32 INT(0..4294967295), id GenericIdentifier, alias AliasAddress, transport TransportAddress,
  compound [1..512] EnumeratedParameter, nested [1..16] GenericData, * >
FeatureSet = { replacementFeatureSet BOOL, neededFeatures? [] GenericData, desiredFeatures? [] GenericData,
  supportedFeatures? [] GenericData, * }
SecurityServiceMode = < nonStandard NonStandardParameter, none, default, * >
SecurityCapabilities = { nonStandard? NonStandardParameter, encryption SecurityServiceMode,
  authenticaton SecurityServiceMode, integrity SecurityServiceMode, * }
H245Security = < nonStandard NonStandardParameter, noSecurity, tls SecurityCapabilities,
  ipsec SecurityCapabilities, * >
SecurityErrors = < securityWrongSyncTime, securityReplay, securityWrongGeneralID, securityWrongSendersID,
  securityIntegrityFailed, securityWrongOID, securityDHmismatch, securityCertificateExpired,
  securityCertificateDateInvalid, securityCertificateRevoked, securityCertificateNotReadable,
  securityCertificateSignatureInvalid, securityCertificateMissing, securityCertificateIncomplete,
  securityUnsupportedCertificateAlgOID, securityUnknownCA, * >
SecurityErrors2 = < securityWrongSyncTime, securityReplay, securityWrongGeneralID, securityWrongSendersID,
  securityIntegrityFailed, securityWrongOID, * >
IntegrityMechanism = < nonStandard NonStandardParameter, digSig, iso9797 OID,
  nonIsoIM < hMAC-MD5, hMAC-iso10118-2-s EncryptIntAlg, hMAC-iso10118-2-l EncryptIntAlg,
             hMAC-iso10118-3 OID, * >, * >
EncryptIntAlg = < nonStandard NonStandardParameter, isoAlgorithm OID, * >
CryptoH323Token = <
  cryptoEPPwdHash { alias AliasAddress, timeStamp h235.TimeStamp, token h235.Hashed },
  cryptoGKPwdHash { gatekeeperId GatekeeperIdentifier, timeStamp h235.TimeStamp, token h235.Hashed },
  cryptoEPPwdEncr h235.Encrypted, cryptoGKPwdEncr h235.Encrypted, cryptoEPCert h235.Signed,
  cryptoGKCert h235.Signed, cryptoFastStart h235.Signed, nestedcryptoToken h235.CryptoToken, * >
CallLinkage = { globalCallId? GloballyUniqueID, threadId? GloballyUniqueID, * }
CarrierInfo = { carrierIdentificationCode? OCTETS(3..4), carrierName? IA5(1..128), * }
CallsAvailable = { calls INT(0..4294967295), group? IA5(1..128), *, carrier? CarrierInfo }
CallCapacityInfo = { voiceGwCallsAvailable? [] CallsAvailable, h310GwCallsAvailable? [] CallsAvailable,
  h320GwCallsAvailable? [] CallsAvailable, h321GwCallsAvailable? [] CallsAvailable,
  h322GwCallsAvailable? [] CallsAvailable, h323GwCallsAvailable? [] CallsAvailable,
  h324GwCallsAvailable? [] CallsAvailable, t120OnlyGwCallsAvailable? [] CallsAvailable,
  t38FaxAnnexbOnlyGwCallsAvailable? [] CallsAvailable, terminalCallsAvailable? [] CallsAvailable,
  mcuCallsAvailable? [] CallsAvailable, *, sipGwCallsAvailable? [] CallsAvailable }
CallCapacity = { maximumCallCapacity? CallCapacityInfo, currentCallCapacity? CallCapacityInfo, * }
CircuitIdentifier = { cic? { cic [] OCTETS(2..4), pointCode OCTETS(2..5), * },
  group? { member? [] INT(0..65535), group IA5(1..128), * }, *, carrier? CarrierInfo }
CircuitInfo = { sourceCircuitID? CircuitIdentifier, destinationCircuitID? CircuitIdentifier,
  genericData? [] GenericData, * }
ServiceControlSession = { sessionId INT(0..255),
  contents? < url IA5(0..512), signal OCTETS, nonStandard NonStandardParameter,
              callCreditServiceControl CallCreditServiceControl, * >,
  reason < open, refresh, close, * >, * }
CallCreditServiceControl = { amountString? BMP(1..512), billingMode? < credit, debit, * >,
  callDurationLimit? INT(1..4294967295), enforceCallDurationLimit? BOOL,
  callStartingPoint? < alerting, connect, * >, * }
RasUsageInfoTypes = { nonStandardUsageTypes [] NonStandardParameter, startTime? NULL, endTime? NULL,
  terminationCause? NULL, * }
RasUsageSpecification = { when { start? NULL, end? NULL, inIrr? NULL, * },
  callStartingPoint? { alerting? NULL, connect? NULL, * }, required RasUsageInfoTypes, * }
RasUsageInformation = { nonStandardUsageFields [] NonStandardParameter, alertingTime? h235.TimeStamp,
  connectTime? h235.TimeStamp, endTime? h235.TimeStamp, * }
)";

}  // namespace mcu::h323

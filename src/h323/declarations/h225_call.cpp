// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.225.0: addresses and names.
const std::string_view kH225Addresses = R"(
TransportAddress = <
  ipAddress { ip OCTETS(4), port INT(0..65535) },
  ipSourceRoute { ip OCTETS(4), port INT(0..65535), route [] OCTETS(4), routing < strict, loose, * >, * },
  ipxAddress { node OCTETS(6), netnum OCTETS(4), port OCTETS(2) },
  ip6Address { ip OCTETS(16), port INT(0..65535), * },
  netBios OCTETS(16), nsap OCTETS(1..20), nonStandardAddress NonStandardParameter, * >
AliasAddress = < dialedDigits IA5(1..128) "0123456789#*,", h323-ID BMP(1..256), *, url-ID IA5(1..512),
  transportID TransportAddress, email-ID IA5(1..512), partyNumber PartyNumber, mobileUIM MobileUIM,
  isupNumber IsupNumber >
AddressPattern = < wildcard AliasAddress, range { startOfRange PartyNumber, endOfRange PartyNumber }, * >
NumberDigits = IA5(1..128) "0123456789#*,"
PublicTypeOfNumber = < unknown, internationalNumber, nationalNumber, networkSpecificNumber,
  subscriberNumber, abbreviatedNumber, * >
PrivateTypeOfNumber = < unknown, level2RegionalNumber, level1RegionalNumber, pISNSpecificNumber,
  localNumber, abbreviatedNumber, * >
PartyNumber = <
  e164Number { publicTypeOfNumber PublicTypeOfNumber, publicNumberDigits NumberDigits },
  dataPartyNumber NumberDigits, telexPartyNumber NumberDigits,
  privateNumber { privateTypeOfNumber PrivateTypeOfNumber, privateNumberDigits NumberDigits },
  nationalStandardPartyNumber NumberDigits, * >
Tbcd3to16 = IA5(3..16) "0123456789#*abc"
Tbcd1to4 = IA5(1..4) "0123456789#*abc"
MobileUIM = <
  ansi-41-uim { imsi? Tbcd3to16, min? Tbcd3to16, mdn? Tbcd3to16, msisdn? Tbcd3to16,
    esn? IA5(16) "0123456789#*abc", mscid? Tbcd3to16, system-id < sid Tbcd1to4, mid Tbcd1to4, * >,
    systemMyTypeCode? OCTETS(1), systemAccessType? OCTETS(1), qualificationInformationCode? OCTETS(1),
    sesn? IA5(16) "0123456789#*abc", soc? Tbcd3to16, * },
  gsm-uim { imsi? Tbcd3to16, tmsi? OCTETS(1..4), msisdn? Tbcd3to16, imei? IA5(15..16) "0123456789#*abc",
    hplmn? Tbcd1to4, vplmn? Tbcd1to4, * },
  * >
IsupDigits = IA5(1..128) "0123456789ABCDE"
IsupNumber = <
  e164Number { natureOfAddress < unknown, subscriberNumber, nationalNumber, internationalNumber,
      networkSpecificNumber, routingNumberNationalFormat, routingNumberNetworkSpecificFormat,
      routingNumberWithCalledDirectoryNumber, * >, address IsupDigits, * },
  dataPartyNumber IsupDigits, telexPartyNumber IsupDigits,
  privateNumber { privateTypeOfNumber PrivateTypeOfNumber, address IsupDigits, * },
  nationalStandardPartyNumber IsupDigits, * >
PresentationIndicator = < presentationAllowed, presentationRestricted, addressNotAvailable, * >
ScreeningIndicator = ENUM< userProvidedNotScreened, userProvidedVerifiedAndPassed,
  userProvidedVerifiedAndFailed, networkProvided, * >
ExtendedAliasAddress = { address AliasAddress, presentationIndicator? PresentationIndicator,
  screeningIndicator? ScreeningIndicator, * }
DisplayName = { language? IA5, name BMP(1..80) }
AlternateTransportAddresses = { annexE? [] TransportAddress, *, sctp? [] TransportAddress }
UseSpecifiedTransport = < tcp, annexE, *, sctp >
Endpoint = { nonStandardData? NonStandardParameter, aliasAddress? [] AliasAddress,
  callSignalAddress? [] TransportAddress, rasAddress? [] TransportAddress, endpointType? EndpointType,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, priority? INT(0..127),
  remoteExtensionAddress? [] AliasAddress, destExtraCallInfo? [] AliasAddress, *,
  alternateTransportAddresses? AlternateTransportAddresses, circuitInfo? CircuitInfo,
  featureSet? FeatureSet }
AlternateGK = { rasAddress TransportAddress, gatekeeperIdentifier? GatekeeperIdentifier,
  needToRegister BOOL, priority INT(0..127), * }
AltGKInfo = { alternateGatekeeper [] AlternateGK, altGKisPermanent BOOL, * }
TransportChannelInfo = { sendAddress? TransportAddress, recvAddress? TransportAddress, * }
RTPSession = { rtpAddress TransportChannelInfo, rtcpAddress TransportChannelInfo, cname PRINTABLE,
  ssrc INT(1..4294967295), sessionId INT(1..255), associatedSessionIds [] INT(1..255), *,
  multicast? NULL, bandwidth? BandWidth }
)";

/// H.225.0 call signalling: the User-user information of Q.931 messages.
const std::string_view kH225Call = R"(
H323-UserInformation = { h323-uu-pdu H323-UU-PDU,
  user-data? { protocol-discriminator INT(0..255), user-information OCTETS(1..131), * }, * }
H323-UU-PDU = {
  h323-message-body < setup Setup-UUIE, callProceeding CallProceeding-UUIE, connect Connect-UUIE,
    alerting Alerting-UUIE, information Information-UUIE, releaseComplete ReleaseComplete-UUIE,
    facility Facility-UUIE, *, progress Progress-UUIE, empty, status Status-UUIE,
    statusInquiry Status-UUIE, setupAcknowledge Status-UUIE, notify Notify-UUIE >,
  nonStandardData? NonStandardParameter, *, h4501SupplementaryService? [] OCTETS, h245Tunneling BOOL,
  h245Control? [] OCTETS, nonStandardControl? [] NonStandardParameter, callLinkage? CallLinkage,
  tunnelledSignallingMessage? { tunnelledProtocolID TunnelledProtocol, messageContent [] OCTETS,
    tunnellingRequired? NULL, nonStandardData? NonStandardParameter, * },
  provisionalRespToH245Tunneling? NULL,
  stimulusControl? { nonStandard? NonStandardParameter, isText? NULL, h248Message? OCTETS, * },
  genericData? [] GenericData }
CallProceeding-UUIE = { protocolIdentifier OID, destinationInfo EndpointType, h245Address? TransportAddress,
  *, callIdentifier CallIdentifier, h245SecurityMode? H245Security, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, fastStart? [] OCTETS, multipleCalls BOOL, maintainConnection BOOL,
  fastConnectRefused? NULL, featureSet? FeatureSet }
Alerting-UUIE = { protocolIdentifier OID, destinationInfo EndpointType, h245Address? TransportAddress,
  *, callIdentifier CallIdentifier, h245SecurityMode? H245Security, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, fastStart? [] OCTETS, multipleCalls BOOL, maintainConnection BOOL,
  alertingAddress? [] AliasAddress, presentationIndicator? PresentationIndicator,
  screeningIndicator? ScreeningIndicator, fastConnectRefused? NULL,
  serviceControl? [] ServiceControlSession, capacity? CallCapacity, featureSet? FeatureSet,
  displayName? [] DisplayName }
Connect-UUIE = { protocolIdentifier OID, h245Address? TransportAddress, destinationInfo EndpointType,
  conferenceID ConferenceIdentifier, *, callIdentifier CallIdentifier, h245SecurityMode? H245Security,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, fastStart? [] OCTETS,
  multipleCalls BOOL, maintainConnection BOOL, language? [] Language, connectedAddress? [] AliasAddress,
  presentationIndicator? PresentationIndicator, screeningIndicator? ScreeningIndicator,
  fastConnectRefused? NULL, serviceControl? [] ServiceControlSession, capacity? CallCapacity,
  featureSet? FeatureSet, displayName? [] DisplayName }
Information-UUIE = { protocolIdentifier OID, *, callIdentifier CallIdentifier, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, fastStart? [] OCTETS, fastConnectRefused? NULL,
  circuitInfo? CircuitInfo }
ReleaseComplete-UUIE = { protocolIdentifier OID, reason? ReleaseCompleteReason, *,
  callIdentifier CallIdentifier, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
  busyAddress? [] AliasAddress, presentationIndicator? PresentationIndicator,
  screeningIndicator? ScreeningIndicator, capacity? CallCapacity,
  serviceControl? [] ServiceControlSession, featureSet? FeatureSet, destinationInfo? EndpointType,
  displayName? [] DisplayName }
ReleaseCompleteReason = < noBandwidth, gatekeeperResources, unreachableDestination, destinationRejection,
  invalidRevision, noPermission, unreachableGatekeeper, gatewayResources, badFormatAddress, adaptiveBusy,
  inConf, undefinedReason, *, facilityCallDeflection, securityDenied, calledPartyNotRegistered,
  callerNotRegistered, newConnectionNeeded, nonStandardReason NonStandardParameter,
  replaceWithConferenceInvite ConferenceIdentifier, genericDataReason, neededFeatureNotSupported,
  tunnelledSignallingRejected, invalidCID, securityError SecurityErrors, hopCountExceeded >
CallTerminationCause = < releaseCompleteReason ReleaseCompleteReason,
  releaseCompleteCauseIE OCTETS(2..32), * >
QseriesOptions = { q932Full BOOL, q951Full BOOL, q952Full BOOL, q953Full BOOL, q955Full BOOL,
  q956Full BOOL, q957Full BOOL, q954Info { conferenceCalling BOOL, threePartyService BOOL, * }, * }
CallType = < pointToPoint, oneToN, nToOne, nToN, * >
CallModel = < direct, gatekeeperRouted, * >
Setup-UUIE = { protocolIdentifier OID, h245Address? TransportAddress, sourceAddress? [] AliasAddress,
  sourceInfo EndpointType, destinationAddress? [] AliasAddress, destCallSignalAddress? TransportAddress,
  destExtraCallInfo? [] AliasAddress, destExtraCRV? [] CallReferenceValue, activeMC BOOL,
  conferenceID ConferenceIdentifier,
  conferenceGoal < create, join, invite, *, capability-negotiation, callIndependentSupplementaryService >,
  callServices? QseriesOptions, callType CallType, *, sourceCallSignalAddress? TransportAddress,
  remoteExtensionAddress? AliasAddress, callIdentifier CallIdentifier,
  h245SecurityCapability? [] H245Security, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
  fastStart? [] OCTETS, mediaWaitForConnect BOOL, canOverlapSend BOOL,
  endpointIdentifier? EndpointIdentifier, multipleCalls BOOL, maintainConnection BOOL,
  connectionParameters? {
    connectionType < unknown, bChannel, hybrid2x64, hybrid384, hybrid1536, hybrid1920, multirate, * >,
    numberOfScnConnections INT(0..65535),
    connectionAggregation < auto, none, h221, bonded-mode1, bonded-mode2, bonded-mode3, * >, * },
  language? [] Language, presentationIndicator? PresentationIndicator,
  screeningIndicator? ScreeningIndicator, serviceControl? [] ServiceControlSession,
  symmetricOperationRequired? NULL, capacity? CallCapacity, circuitInfo? CircuitInfo,
  desiredProtocols? [] SupportedProtocols, neededFeatures? [] GenericData,
  desiredFeatures? [] GenericData, supportedFeatures? [] GenericData, parallelH245Control? [] OCTETS,
  additionalSourceAddresses? [] ExtendedAliasAddress, hopCount? INT(1..31), displayName? [] DisplayName }
FacilityReason = < routeCallToGatekeeper, callForwarded, routeCallToMC, undefinedReason, *,
  conferenceListChoice, startH245, noH245, newTokens, featureSetUpdate, forwardedElements,
  transportedInformation >
ConferenceList = { conferenceID? ConferenceIdentifier, conferenceAlias? AliasAddress,
  nonStandardData? NonStandardParameter, * }
Facility-UUIE = { protocolIdentifier OID, alternativeAddress? TransportAddress,
  alternativeAliasAddress? [] AliasAddress, conferenceID? ConferenceIdentifier, reason FacilityReason, *,
  callIdentifier CallIdentifier, destExtraCallInfo? [] AliasAddress,
  remoteExtensionAddress? AliasAddress, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
  conferences? [] ConferenceList, h245Address? TransportAddress, fastStart? [] OCTETS,
  multipleCalls BOOL, maintainConnection BOOL, fastConnectRefused? NULL,
  serviceControl? [] ServiceControlSession, circuitInfo? CircuitInfo, featureSet? FeatureSet,
  destinationInfo? EndpointType, h245SecurityMode? H245Security }
Progress-UUIE = { protocolIdentifier OID, destinationInfo EndpointType, h245Address? TransportAddress,
  callIdentifier CallIdentifier, h245SecurityMode? H245Security, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, fastStart? [] OCTETS, *, multipleCalls BOOL,
  maintainConnection BOOL, fastConnectRefused? NULL }
Status-UUIE = { protocolIdentifier OID, callIdentifier CallIdentifier, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, * }
Notify-UUIE = { protocolIdentifier OID, callIdentifier CallIdentifier, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, *, connectedAddress? [] AliasAddress,
  presentationIndicator? PresentationIndicator, screeningIndicator? ScreeningIndicator,
  destinationInfo? EndpointType, displayName? [] DisplayName }
)";

}  // namespace mcu::h323

// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.225.0 RAS: admission, bandwidth, disengage, location.
const std::string_view kH225Admission = R"(
AdmissionRequest = { requestSeqNum RequestSeqNum, callType CallType, callModel? CallModel,
  endpointIdentifier EndpointIdentifier, destinationInfo? [] AliasAddress,
  destCallSignalAddress? TransportAddress, destExtraCallInfo? [] AliasAddress, srcInfo [] AliasAddress,
  srcCallSignalAddress? TransportAddress, bandWidth BandWidth, callReferenceValue CallReferenceValue,
  nonStandardData? NonStandardParameter, callServices? QseriesOptions,
  conferenceID ConferenceIdentifier, activeMC BOOL, answerCall BOOL, *, canMapAlias BOOL,
  callIdentifier CallIdentifier, srcAlternatives? [] Endpoint, destAlternatives? [] Endpoint,
  gatekeeperIdentifier? GatekeeperIdentifier, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, transportQOS? TransportQOS,
  willSupplyUUIEs BOOL, callLinkage? CallLinkage, gatewayDataRate? DataRate, capacity? CallCapacity,
  circuitInfo? CircuitInfo, desiredProtocols? [] SupportedProtocols,
  desiredTunnelledProtocol? TunnelledProtocol, featureSet? FeatureSet, genericData? [] GenericData,
  canMapSrcAlias BOOL }
UUIEsRequested = { setup BOOL, callProceeding BOOL, connect BOOL, alerting BOOL, information BOOL,
  releaseComplete BOOL, facility BOOL, progress BOOL, empty BOOL, *, status BOOL, statusInquiry BOOL,
  setupAcknowledge BOOL, notify BOOL }
AdmissionConfirm = { requestSeqNum RequestSeqNum, bandWidth BandWidth, callModel CallModel,
  destCallSignalAddress TransportAddress, irrFrequency? INT(1..65535),
  nonStandardData? NonStandardParameter, *, destinationInfo? [] AliasAddress,
  destExtraCallInfo? [] AliasAddress, destinationType? EndpointType,
  remoteExtensionAddress? [] AliasAddress, alternateEndpoints? [] Endpoint, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, transportQOS? TransportQOS,
  willRespondToIRR BOOL, uuiesRequested UUIEsRequested, language? [] Language,
  alternateTransportAddresses? AlternateTransportAddresses,
  useSpecifiedTransport? UseSpecifiedTransport, circuitInfo? CircuitInfo,
  usageSpec? [] RasUsageSpecification, supportedProtocols? [] SupportedProtocols,
  serviceControl? [] ServiceControlSession, multipleCalls? BOOL, featureSet? FeatureSet,
  genericData? [] GenericData, modifiedSrcInfo? [] AliasAddress, assignedGatekeeper? AlternateGK }
AdmissionReject = { requestSeqNum RequestSeqNum,
  rejectReason < calledPartyNotRegistered, invalidPermission, requestDenied, undefinedReason,
    callerNotRegistered, routeCallToGatekeeper, invalidEndpointIdentifier, resourceUnavailable, *,
    securityDenial, qosControlNotSupported, incompleteAddress, aliasesInconsistent,
    routeCallToSCN [] PartyNumber, exceedsCallCapacity, collectDestination, collectPIN,
    genericDataReason, neededFeatureNotSupported, securityError SecurityErrors2, securityDHmismatch,
    noRouteToDestination, unallocatedNumber, registerWithAssignedGK >,
  nonStandardData? NonStandardParameter, *, altGKInfo? AltGKInfo, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, callSignalAddress? [] TransportAddress, integrityCheckValue? ICV,
  serviceControl? [] ServiceControlSession, featureSet? FeatureSet, genericData? [] GenericData,
  assignedGatekeeper? AlternateGK }
BandwidthRequest = { requestSeqNum RequestSeqNum, endpointIdentifier EndpointIdentifier,
  conferenceID ConferenceIdentifier, callReferenceValue CallReferenceValue, callType? CallType,
  bandWidth BandWidth, nonStandardData? NonStandardParameter, *, callIdentifier CallIdentifier,
  gatekeeperIdentifier? GatekeeperIdentifier, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, answeredCall BOOL,
  callLinkage? CallLinkage, capacity? CallCapacity, usageInformation? RasUsageInformation,
  bandwidthDetails? [] { sender BOOL, multicast BOOL, bandwidth BandWidth,
    rtcpAddresses TransportChannelInfo, * },
  genericData? [] GenericData, transportQOS? TransportQOS }
BandwidthConfirm = { requestSeqNum RequestSeqNum, bandWidth BandWidth,
  nonStandardData? NonStandardParameter, *, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, capacity? CallCapacity,
  genericData? [] GenericData, transportQOS? TransportQOS }
BandwidthReject = { requestSeqNum RequestSeqNum,
  rejectReason < notBound, invalidConferenceID, invalidPermission, insufficientResources,
    invalidRevision, undefinedReason, *, securityDenial, securityError SecurityErrors2 >,
  allowedBandWidth BandWidth, nonStandardData? NonStandardParameter, *, altGKInfo? AltGKInfo,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  genericData? [] GenericData }
DisengageRequest = { requestSeqNum RequestSeqNum, endpointIdentifier EndpointIdentifier,
  conferenceID ConferenceIdentifier, callReferenceValue CallReferenceValue,
  disengageReason < forcedDrop, normalDrop, undefinedReason, * >,
  nonStandardData? NonStandardParameter, *, callIdentifier CallIdentifier,
  gatekeeperIdentifier? GatekeeperIdentifier, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, answeredCall BOOL,
  callLinkage? CallLinkage, capacity? CallCapacity, circuitInfo? CircuitInfo,
  usageInformation? RasUsageInformation, terminationCause? CallTerminationCause,
  serviceControl? [] ServiceControlSession, genericData? [] GenericData }
DisengageConfirm = { requestSeqNum RequestSeqNum, nonStandardData? NonStandardParameter, *,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  capacity? CallCapacity, circuitInfo? CircuitInfo, usageInformation? RasUsageInformation,
  genericData? [] GenericData, assignedGatekeeper? AlternateGK }
DisengageReject = { requestSeqNum RequestSeqNum,
  rejectReason < notRegistered, requestToDropOther, *, securityDenial, securityError SecurityErrors2 >,
  nonStandardData? NonStandardParameter, *, altGKInfo? AltGKInfo, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, genericData? [] GenericData }
LocationRequest = { requestSeqNum RequestSeqNum, endpointIdentifier? EndpointIdentifier,
  destinationInfo [] AliasAddress, nonStandardData? NonStandardParameter,
  replyAddress TransportAddress, *, sourceInfo? [] AliasAddress, canMapAlias BOOL,
  gatekeeperIdentifier? GatekeeperIdentifier, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  desiredProtocols? [] SupportedProtocols, desiredTunnelledProtocol? TunnelledProtocol,
  featureSet? FeatureSet, genericData? [] GenericData, hopCount? INT(1..255), circuitInfo? CircuitInfo,
  callIdentifier? CallIdentifier, bandWidth? BandWidth, sourceEndpointInfo? [] AliasAddress,
  canMapSrcAlias BOOL, language? [] Language }
LocationConfirm = { requestSeqNum RequestSeqNum, callSignalAddress TransportAddress,
  rasAddress TransportAddress, nonStandardData? NonStandardParameter, *,
  destinationInfo? [] AliasAddress, destExtraCallInfo? [] AliasAddress, destinationType? EndpointType,
  remoteExtensionAddress? [] AliasAddress, alternateEndpoints? [] Endpoint,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  alternateTransportAddresses? AlternateTransportAddresses,
  supportedProtocols? [] SupportedProtocols, multipleCalls? BOOL, featureSet? FeatureSet,
  genericData? [] GenericData, circuitInfo? CircuitInfo, serviceControl? [] ServiceControlSession,
  modifiedSrcInfo? [] AliasAddress, bandWidth? BandWidth, language? [] Language }
LocationReject = { requestSeqNum RequestSeqNum,
  rejectReason < notRegistered, invalidPermission, requestDenied, undefinedReason, *, securityDenial,
    aliasesInconsistent, routeCalltoSCN [] PartyNumber, resourceUnavailable, genericDataReason,
    neededFeatureNotSupported, hopCountExceeded, incompleteAddress, securityError SecurityErrors2,
    securityDHmismatch, noRouteToDestination, unallocatedNumber >,
  nonStandardData? NonStandardParameter, *, altGKInfo? AltGKInfo, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, featureSet? FeatureSet,
  genericData? [] GenericData, serviceControl? [] ServiceControlSession }
)";

/// H.225.0 RAS: information, progress, resources, service control.
const std::string_view kH225Information = R"(
InfoRequest = { requestSeqNum RequestSeqNum, callReferenceValue CallReferenceValue,
  nonStandardData? NonStandardParameter, replyAddress? TransportAddress, *,
  callIdentifier CallIdentifier, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
  integrityCheckValue? ICV, uuiesRequested? UUIEsRequested, callLinkage? CallLinkage,
  usageInfoRequested? RasUsageInfoTypes, segmentedResponseSupported? NULL,
  nextSegmentRequested? INT(0..65535), capacityInfoRequested? NULL, genericData? [] GenericData,
  assignedGatekeeper? AlternateGK }
InfoRequestResponse = { nonStandardData? NonStandardParameter, requestSeqNum RequestSeqNum,
  endpointType EndpointType, endpointIdentifier EndpointIdentifier, rasAddress TransportAddress,
  callSignalAddress [] TransportAddress, endpointAlias? [] AliasAddress,
  perCallInfo? [] { nonStandardData? NonStandardParameter, callReferenceValue CallReferenceValue,
    conferenceID ConferenceIdentifier, originator? BOOL, audio? [] RTPSession, video? [] RTPSession,
    data? [] TransportChannelInfo, h245 TransportChannelInfo, callSignaling TransportChannelInfo,
    callType CallType, bandWidth BandWidth, callModel CallModel, *, callIdentifier CallIdentifier,
    tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
    substituteConfIDs [] ConferenceIdentifier, pdu? [] { h323pdu H323-UU-PDU, sent BOOL },
    callLinkage? CallLinkage, usageInformation? RasUsageInformation, circuitInfo? CircuitInfo },
  *, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  needResponse BOOL, capacity? CallCapacity,
  irrStatus? < complete, incomplete, segment INT(0..65535), invalidCall, * >, unsolicited BOOL,
  genericData? [] GenericData }
InfoRequestAck = { requestSeqNum RequestSeqNum, nonStandardData? NonStandardParameter,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, * }
InfoRequestNak = { requestSeqNum RequestSeqNum, nonStandardData? NonStandardParameter,
  nakReason < notRegistered, securityDenial, undefinedReason, *, securityError SecurityErrors2 >,
  altGKInfo? AltGKInfo, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
  integrityCheckValue? ICV, * }
NonStandardMessage = { requestSeqNum RequestSeqNum, nonStandardData NonStandardParameter, *,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  featureSet? FeatureSet, genericData? [] GenericData }
UnknownMessageResponse = { requestSeqNum RequestSeqNum, *, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, messageNotUnderstood OCTETS }
RequestInProgress = { requestSeqNum RequestSeqNum, nonStandardData? NonStandardParameter,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  delay INT(1..65535), * }
ResourcesAvailableIndicate = { requestSeqNum RequestSeqNum, protocolIdentifier OID,
  nonStandardData? NonStandardParameter, endpointIdentifier EndpointIdentifier,
  protocols [] SupportedProtocols, almostOutOfResources BOOL, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, *, capacity? CallCapacity,
  genericData? [] GenericData }
ResourcesAvailableConfirm = { requestSeqNum RequestSeqNum, protocolIdentifier OID,
  nonStandardData? NonStandardParameter, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
  integrityCheckValue? ICV, *, genericData? [] GenericData }
ServiceControlIndication = { requestSeqNum RequestSeqNum, nonStandardData? NonStandardParameter,
  serviceControl [] ServiceControlSession, endpointIdentifier? EndpointIdentifier,
  callSpecific? { callIdentifier CallIdentifier, conferenceID ConferenceIdentifier, answeredCall BOOL, * },
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  featureSet? FeatureSet, genericData? [] GenericData, * }
ServiceControlResponse = { requestSeqNum RequestSeqNum,
  result? < started, failed, stopped, notAvailable, neededFeatureNotSupported, * >,
  nonStandardData? NonStandardParameter, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
  integrityCheckValue? ICV, featureSet? FeatureSet, genericData? [] GenericData, * }
)";

}  // namespace mcu::h323

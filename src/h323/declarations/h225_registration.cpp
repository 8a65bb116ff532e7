// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.225.0 RAS: discovery and registration.
const std::string_view kH225Registration = R"(
RasMessage = < gatekeeperRequest GatekeeperRequest, gatekeeperConfirm GatekeeperConfirm,
  gatekeeperReject GatekeeperReject, registrationRequest RegistrationRequest,
  registrationConfirm RegistrationConfirm, registrationReject RegistrationReject,
  unregistrationRequest UnregistrationRequest, unregistrationConfirm UnregistrationConfirm,
  unregistrationReject UnregistrationReject, admissionRequest AdmissionRequest,
  admissionConfirm AdmissionConfirm, admissionReject AdmissionReject, bandwidthRequest BandwidthRequest,
  bandwidthConfirm BandwidthConfirm, bandwidthReject BandwidthReject, disengageRequest DisengageRequest,
  disengageConfirm DisengageConfirm, disengageReject DisengageReject, locationRequest LocationRequest,
  locationConfirm LocationConfirm, locationReject LocationReject, infoRequest InfoRequest,
  infoRequestResponse InfoRequestResponse, nonStandardMessage NonStandardMessage,
  unknownMessageResponse UnknownMessageResponse, *, requestInProgress RequestInProgress,
  resourcesAvailableIndicate ResourcesAvailableIndicate,
  resourcesAvailableConfirm ResourcesAvailableConfirm, infoRequestAck InfoRequestAck,
  infoRequestNak InfoRequestNak, serviceControlIndication ServiceControlIndication,
  serviceControlResponse ServiceControlResponse, admissionConfirmSequence [] AdmissionConfirm >
RehomingModel = < gatekeeperBased, endpointBased >
TransportQOS = < endpointControlled, gatekeeperControlled, noControl, *,
  qOSCapabilities [1..256] h245.QOSCapability >
GatekeeperRequest = { requestSeqNum RequestSeqNum, protocolIdentifier OID,
  nonStandardData? NonStandardParameter, rasAddress TransportAddress, endpointType EndpointType,
  gatekeeperIdentifier? GatekeeperIdentifier, callServices? QseriesOptions,
  endpointAlias? [] AliasAddress, *, alternateEndpoints? [] Endpoint, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, authenticationCapability? [] h235.AuthenticationMechanism,
  algorithmOIDs? [] OID, integrity? [] IntegrityMechanism, integrityCheckValue? ICV,
  supportsAltGK? NULL, featureSet? FeatureSet, genericData? [] GenericData, supportsAssignedGK BOOL,
  assignedGatekeeper? AlternateGK }
GatekeeperConfirm = { requestSeqNum RequestSeqNum, protocolIdentifier OID,
  nonStandardData? NonStandardParameter, gatekeeperIdentifier? GatekeeperIdentifier,
  rasAddress TransportAddress, *, alternateGatekeeper? [] AlternateGK,
  authenticationMode? h235.AuthenticationMechanism, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, algorithmOID? OID, integrity? [] IntegrityMechanism,
  integrityCheckValue? ICV, featureSet? FeatureSet, genericData? [] GenericData,
  assignedGatekeeper? AlternateGK, rehomingModel? RehomingModel }
GatekeeperReject = { requestSeqNum RequestSeqNum, protocolIdentifier OID,
  nonStandardData? NonStandardParameter, gatekeeperIdentifier? GatekeeperIdentifier,
  rejectReason < resourceUnavailable, terminalExcluded, invalidRevision, undefinedReason, *,
    securityDenial, genericDataReason, neededFeatureNotSupported, securityError SecurityErrors >,
  *, altGKInfo? AltGKInfo, tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token,
  integrityCheckValue? ICV, featureSet? FeatureSet, genericData? [] GenericData }
RegistrationRequest = { requestSeqNum RequestSeqNum, protocolIdentifier OID,
  nonStandardData? NonStandardParameter, discoveryComplete BOOL, callSignalAddress [] TransportAddress,
  rasAddress [] TransportAddress, terminalType EndpointType, terminalAlias? [] AliasAddress,
  gatekeeperIdentifier? GatekeeperIdentifier, endpointVendor VendorIdentifier, *,
  alternateEndpoints? [] Endpoint, timeToLive? TimeToLive, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, keepAlive BOOL,
  endpointIdentifier? EndpointIdentifier, willSupplyUUIEs BOOL, maintainConnection BOOL,
  alternateTransportAddresses? AlternateTransportAddresses, additiveRegistration? NULL,
  terminalAliasPattern? [] AddressPattern, supportsAltGK? NULL,
  usageReportingCapability? RasUsageInfoTypes, multipleCalls? BOOL, supportedH248Packages? [] OCTETS,
  callCreditCapability? { canDisplayAmountString? BOOL, canEnforceDurationLimit? BOOL, * },
  capacityReportingCapability? { canReportCallCapacity BOOL, * }, capacity? CallCapacity,
  featureSet? FeatureSet, genericData? [] GenericData, restart? NULL, supportsACFSequences? NULL,
  supportsAssignedGK BOOL, assignedGatekeeper? AlternateGK, transportQOS? TransportQOS,
  language? [] Language }
RegistrationConfirm = { requestSeqNum RequestSeqNum, protocolIdentifier OID,
  nonStandardData? NonStandardParameter, callSignalAddress [] TransportAddress,
  terminalAlias? [] AliasAddress, gatekeeperIdentifier? GatekeeperIdentifier,
  endpointIdentifier EndpointIdentifier, *, alternateGatekeeper? [] AlternateGK, timeToLive? TimeToLive,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  willRespondToIRR BOOL,
  preGrantedARQ? { makeCall BOOL, useGKCallSignalAddressToMakeCall BOOL, answerCall BOOL,
    useGKCallSignalAddressToAnswer BOOL, *, irrFrequencyInCall? INT(1..65535),
    totalBandwidthRestriction? BandWidth, alternateTransportAddresses? AlternateTransportAddresses,
    useSpecifiedTransport? UseSpecifiedTransport },
  maintainConnection BOOL, serviceControl? [] ServiceControlSession, supportsAdditiveRegistration? NULL,
  terminalAliasPattern? [] AddressPattern, supportedPrefixes? [] SupportedPrefix,
  usageSpec? [] RasUsageSpecification, featureServerAlias? AliasAddress,
  capacityReportingSpec? { when { callStart? NULL, callEnd? NULL, * }, * }, featureSet? FeatureSet,
  genericData? [] GenericData, assignedGatekeeper? AlternateGK, rehomingModel? RehomingModel,
  transportQOS? TransportQOS, language? [] Language }
RegistrationReject = { requestSeqNum RequestSeqNum, protocolIdentifier OID,
  nonStandardData? NonStandardParameter,
  rejectReason < discoveryRequired, invalidRevision, invalidCallSignalAddress, invalidRASAddress,
    duplicateAlias [] AliasAddress, invalidTerminalType, undefinedReason, transportNotSupported, *,
    transportQOSNotSupported, resourceUnavailable, invalidAlias, securityDenial,
    fullRegistrationRequired, additiveRegistrationNotSupported,
    invalidTerminalAliases { terminalAlias? [] AliasAddress, terminalAliasPattern? [] AddressPattern,
      supportedPrefixes? [] SupportedPrefix, * },
    genericDataReason, neededFeatureNotSupported, securityError SecurityErrors, registerWithAssignedGK >,
  gatekeeperIdentifier? GatekeeperIdentifier, *, altGKInfo? AltGKInfo, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, featureSet? FeatureSet,
  genericData? [] GenericData, assignedGatekeeper? AlternateGK }
UnregistrationRequest = { requestSeqNum RequestSeqNum, callSignalAddress [] TransportAddress,
  endpointAlias? [] AliasAddress, nonStandardData? NonStandardParameter,
  endpointIdentifier? EndpointIdentifier, *, alternateEndpoints? [] Endpoint,
  gatekeeperIdentifier? GatekeeperIdentifier, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  reason? < reregistrationRequired, ttlExpired, securityDenial, undefinedReason, *, maintenance,
    securityError SecurityErrors2, registerWithAssignedGK >,
  endpointAliasPattern? [] AddressPattern, supportedPrefixes? [] SupportedPrefix,
  alternateGatekeeper? [] AlternateGK, genericData? [] GenericData, assignedGatekeeper? AlternateGK }
UnregistrationConfirm = { requestSeqNum RequestSeqNum, nonStandardData? NonStandardParameter, *,
  tokens? [] h235.ClearToken, cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV,
  genericData? [] GenericData, assignedGatekeeper? AlternateGK }
UnregistrationReject = { requestSeqNum RequestSeqNum,
  rejectReason < notCurrentlyRegistered, callInProgress, undefinedReason, *, permissionDenied,
    securityDenial, securityError SecurityErrors2 >,
  nonStandardData? NonStandardParameter, *, altGKInfo? AltGKInfo, tokens? [] h235.ClearToken,
  cryptoTokens? [] CryptoH323Token, integrityCheckValue? ICV, genericData? [] GenericData }
)";

}  // namespace mcu::h323

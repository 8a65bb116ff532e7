// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.245: the message tree and what all messages share.
const std::string_view kH245Messages = R"(
SequenceNumber = INT(0..255)
LogicalChannelNumber = INT(1..65535)
MultimediaSystemControlMessage = < request RequestMessage, response ResponseMessage,
  command CommandMessage, indication IndicationMessage, * >
RequestMessage = < nonStandard NonStandardMessage, masterSlaveDetermination MasterSlaveDetermination,
  terminalCapabilitySet TerminalCapabilitySet, openLogicalChannel OpenLogicalChannel,
  closeLogicalChannel CloseLogicalChannel, requestChannelClose RequestChannelClose,
  multiplexEntrySend UNUSED, requestMultiplexEntry UNUSED, requestMode RequestMode,
  roundTripDelayRequest RoundTripDelay, maintenanceLoopRequest MaintenanceLoop, *,
  communicationModeRequest { * }, conferenceRequest ConferenceRequest, multilinkRequest OPEN,
  logicalChannelRateRequest LogicalChannelRate, genericRequest GenericMessage >
ResponseMessage = < nonStandard NonStandardMessage,
  masterSlaveDeterminationAck { decision < master, slave >, * },
  masterSlaveDeterminationReject { cause < identicalNumbers, * >, * },
  terminalCapabilitySetAck TerminalCapabilitySetAck,
  terminalCapabilitySetReject TerminalCapabilitySetReject,
  openLogicalChannelAck OpenLogicalChannelAck, openLogicalChannelReject OpenLogicalChannelReject,
  closeLogicalChannelAck ChannelOnly, requestChannelCloseAck ChannelOnly,
  requestChannelCloseReject { forwardLogicalChannelNumber LogicalChannelNumber,
    cause < unspecified, * >, * },
  multiplexEntrySendAck UNUSED, multiplexEntrySendReject UNUSED, requestMultiplexEntryAck UNUSED,
  requestMultiplexEntryReject UNUSED,
  requestModeAck { sequenceNumber SequenceNumber,
    response < willTransmitMostPreferredMode, willTransmitLessPreferredMode, * >, * },
  requestModeReject { sequenceNumber SequenceNumber,
    cause < modeUnavailable, multipointConstraint, requestDenied, * >, * },
  roundTripDelayResponse RoundTripDelay, maintenanceLoopAck MaintenanceLoop,
  maintenanceLoopReject { type MaintenanceLoopType, cause < canNotPerformLoop, * >, * }, *,
  communicationModeResponse < communicationModeTable [1..256] CommunicationModeTableEntry, * >,
  conferenceResponse ConferenceResponse, multilinkResponse OPEN,
  logicalChannelRateAcknowledge LogicalChannelRate, logicalChannelRateReject LogicalChannelRateReject,
  genericResponse GenericMessage >
CommandMessage = < nonStandard NonStandardMessage, maintenanceLoopOffCommand { * },
  sendTerminalCapabilitySet SendTerminalCapabilitySet, encryptionCommand EncryptionCommand,
  flowControlCommand FlowControl, endSessionCommand EndSessionCommand,
  miscellaneousCommand MiscellaneousCommand, *,
  communicationModeCommand { communicationModeTable [1..256] CommunicationModeTableEntry, * },
  conferenceCommand ConferenceCommand, h223MultiplexReconfiguration OPEN, newATMVCCommand OPEN,
  mobileMultilinkReconfigurationCommand OPEN, genericCommand GenericMessage >
IndicationMessage = < nonStandard NonStandardMessage, functionNotUnderstood FunctionNotUnderstood,
  masterSlaveDeterminationRelease { * }, terminalCapabilitySetRelease { *,
    genericInformation? [] GenericMessage },
  openLogicalChannelConfirm { forwardLogicalChannelNumber LogicalChannelNumber, *,
    genericInformation? [] GenericMessage },
  requestChannelCloseRelease ChannelOnly, multiplexEntrySendRelease UNUSED,
  requestMultiplexEntryRelease UNUSED, requestModeRelease { * },
  miscellaneousIndication MiscellaneousIndication, jitterIndication JitterIndication,
  h223SkewIndication { logicalChannelNumber1 LogicalChannelNumber,
    logicalChannelNumber2 LogicalChannelNumber, skew INT(0..4095), * },
  newATMVCIndication UNUSED, userInput UserInputIndication, *,
  h2250MaximumSkewIndication { logicalChannelNumber1 LogicalChannelNumber,
    logicalChannelNumber2 LogicalChannelNumber, maximumSkew INT(0..4095), * },
  mcLocationIndication { signalAddress TransportAddress, * },
  conferenceIndication ConferenceIndication, vendorIdentification VendorIdentification,
  functionNotSupported { cause < syntaxError, semanticError, unknownFunction, * >,
    returnedFunction? OCTETS, * },
  multilinkIndication OPEN, logicalChannelRateRelease { * }, flowControlIndication FlowControl,
  mobileMultilinkReconfigurationIndication OPEN, genericIndication GenericMessage >
GenericMessage = { messageIdentifier CapabilityIdentifier, subMessageIdentifier? INT(0..127),
  messageContent? [] GenericParameter, * }
NonStandardIdentifier = < object OID,
  h221NonStandard { t35CountryCode INT(0..255), t35Extension INT(0..255), manufacturerCode INT(0..65535) } >
NonStandardParameter = { nonStandardIdentifier NonStandardIdentifier, data OCTETS }
NonStandardMessage = { nonStandardData NonStandardParameter, * }
MasterSlaveDetermination = { terminalType INT(0..255), statusDeterminationNumber INT(0..16777215), * }
ChannelOnly = { forwardLogicalChannelNumber LogicalChannelNumber, * }
RoundTripDelay = { sequenceNumber SequenceNumber, * }
MaintenanceLoopType = < systemLoop, mediaLoop LogicalChannelNumber, logicalChannelLoop LogicalChannelNumber, * >
MaintenanceLoop = { type MaintenanceLoopType, * }
LogicalChannelRate = { sequenceNumber SequenceNumber, logicalChannelNumber LogicalChannelNumber,
  maximumBitRate INT(0..4294967295), * }
LogicalChannelRateReject = { sequenceNumber SequenceNumber, logicalChannelNumber LogicalChannelNumber,
  rejectReason < undefinedReason, insufficientResources, * >,
  currentMaximumBitRate? INT(0..4294967295), * }
FunctionNotUnderstood = < request RequestMessage, response ResponseMessage, command CommandMessage >
VendorIdentification = { vendor NonStandardIdentifier, productNumber? OCTETS(1..256),
  versionNumber? OCTETS(1..256), * }
TransportAddress = < unicastAddress UnicastAddress, multicastAddress MulticastAddress, * >
UnicastAddress = <
  iPAddress { network OCTETS(4), tsapIdentifier INT(0..65535), * },
  iPXAddress { node OCTETS(6), netnum OCTETS(4), tsapIdentifier OCTETS(2), * },
  iP6Address { network OCTETS(16), tsapIdentifier INT(0..65535), * },
  netBios OCTETS(16),
  iPSourceRouteAddress { routing < strict, loose >, network OCTETS(4), tsapIdentifier INT(0..65535),
    route [] OCTETS(4), * },
  *, nsap OCTETS(1..20), nonStandardAddress NonStandardParameter >
MulticastAddress = < iPAddress { network OCTETS(4), tsapIdentifier INT(0..65535), * },
  iP6Address { network OCTETS(16), tsapIdentifier INT(0..65535), * },
  *, nsap OCTETS(1..20), nonStandardAddress NonStandardParameter >
)";

}  // namespace mcu::h323

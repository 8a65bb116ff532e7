// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.245: logical channels.
const std::string_view kH245Channel = R"(
OpenLogicalChannel = { forwardLogicalChannelNumber LogicalChannelNumber,
  forwardLogicalChannelParameters { portNumber? INT(0..65535), dataType DataType,
    multiplexParameters < h222LogicalChannelParameters UNUSED, h223LogicalChannelParameters UNUSED,
      v76LogicalChannelParameters UNUSED, *,
      h2250LogicalChannelParameters H2250LogicalChannelParameters, none >,
    *, forwardLogicalChannelDependency? LogicalChannelNumber, replacementFor? LogicalChannelNumber },
  reverseLogicalChannelParameters? { dataType DataType,
    multiplexParameters? < h223LogicalChannelParameters UNUSED, v76LogicalChannelParameters UNUSED, *,
      h2250LogicalChannelParameters H2250LogicalChannelParameters >,
    *, reverseLogicalChannelDependency? LogicalChannelNumber, replacementFor? LogicalChannelNumber },
  *, separateStack? NetworkAccessParameters, encryptionSync? EncryptionSync,
  genericInformation? [] GenericMessage }
NetworkAccessParameters = { distribution? < unicast, multicast, * >,
  networkAddress < q2931Address Q2931Address, e164Address IA5(1..128) "0123456789#*,",
    localAreaAddress TransportAddress, * >,
  associateConference BOOL, externalReference? OCTETS(1..255), *,
  t120SetupProcedure? < originateCall, waitForCall, issueQuery, * > }
Q2931Address = { address < internationalNumber NUMERIC(1..16), nsapAddress OCTETS(1..20), * >,
  subaddress? OCTETS(1..20), * }
DataType = < nonStandard NonStandardParameter, nullData, videoData VideoCapability,
  audioData AudioCapability, data DataApplicationCapability, encryptionData EncryptionMode, *,
  h235Control NonStandardParameter, h235Media H235Media,
  multiplexedStream { multiplexFormat MultiplexFormat, controlOnMuxStream BOOL, * },
  redundancyEncoding RedundancyEncoding, multiplePayloadStream MultiplePayloadStream, depFec OPEN,
  fec OPEN >
H235Media = { encryptionAuthenticationAndIntegrity EncryptionAuthenticationAndIntegrity,
  mediaType < nonStandard NonStandardParameter, videoData VideoCapability, audioData AudioCapability,
    data DataApplicationCapability, *, redundancyEncoding RedundancyEncoding,
    multiplePayloadStream MultiplePayloadStream, depFec OPEN, fec OPEN >, * }
H2250LogicalChannelParameters = { nonStandard? [] NonStandardParameter, sessionID INT(0..255),
  associatedSessionID? INT(1..255), mediaChannel? TransportAddress, mediaGuaranteedDelivery? BOOL,
  mediaControlChannel? TransportAddress, mediaControlGuaranteedDelivery? BOOL,
  silenceSuppression? BOOL, destination? TerminalLabel, dynamicRTPPayloadType? INT(96..127),
  mediaPacketization? < h261aVideoPacketization, *, rtpPayloadType RTPPayloadType >, *,
  transportCapability? TransportCapability, redundancyEncoding? RedundancyEncoding,
  source? TerminalLabel, nominalAudioLevel? INT(0..63) }
RedundancyEncodingElement = { dataType DataType, payloadType? INT(0..127), * }
RedundancyEncoding = { redundancyEncodingMethod RedundancyEncodingMethod, secondaryEncoding? DataType, *,
  rtpRedundancyEncoding? { primary? RedundancyEncodingElement,
    secondary? [] RedundancyEncodingElement, * } }
MultiplePayloadStream = { elements [] RedundancyEncodingElement, * }
EncryptionSync = { nonStandard? NonStandardParameter, synchFlag INT(0..255), h235Key OCTETS(1..65535),
  escrowentry? [1..256] { escrowID OID, escrowValue BITS(1..65535), * }, *,
  genericParameter? GenericParameter }
OpenLogicalChannelAck = { forwardLogicalChannelNumber LogicalChannelNumber,
  reverseLogicalChannelParameters? { reverseLogicalChannelNumber LogicalChannelNumber,
    portNumber? INT(0..65535),
    multiplexParameters? < h222LogicalChannelParameters UNUSED, *,
      h2250LogicalChannelParameters H2250LogicalChannelParameters >,
    *, replacementFor? LogicalChannelNumber },
  *, separateStack? NetworkAccessParameters,
  forwardMultiplexAckParameters? <
    h2250LogicalChannelAckParameters H2250LogicalChannelAckParameters, * >,
  encryptionSync? EncryptionSync, genericInformation? [] GenericMessage,
  dtlsSecurityCapability? DTLSSecurityCapability }
H2250LogicalChannelAckParameters = { nonStandard? [] NonStandardParameter, sessionID? INT(1..255),
  mediaChannel? TransportAddress, mediaControlChannel? TransportAddress,
  dynamicRTPPayloadType? INT(96..127), *, flowControlToZero BOOL, portNumber? INT(0..65535),
  multiplePayloadStream? MultiplePayloadStream }
OpenLogicalChannelReject = { forwardLogicalChannelNumber LogicalChannelNumber,
  cause < unspecified, unsuitableReverseParameters, dataTypeNotSupported, dataTypeNotAvailable,
    unknownDataType, dataTypeALCombinationNotSupported, *, multicastChannelNotAllowed,
    insufficientBandwidth, separateStackEstablishmentFailed, invalidSessionID, masterSlaveConflict,
    waitForCommunicationMode, invalidDependentChannel, replacementForRejected, securityDenied,
    qoSControlNotSupported >,
  *, genericInformation? [] GenericMessage }
CloseLogicalChannel = { forwardLogicalChannelNumber LogicalChannelNumber, source < user, lcse >, *,
  reason < unknown, reopen, reservationFailure, *, networkErrorCode INT(0..255) > }
RequestChannelClose = { forwardLogicalChannelNumber LogicalChannelNumber, *,
  qosCapability? QOSCapability,
  reason < unknown, normal, reopen, reservationFailure, *, networkErrorCode INT(0..255) > }
)";

/// H.245: mode requests.
const std::string_view kH245Mode = R"(
RequestMode = { sequenceNumber SequenceNumber, requestedModes [1..256] ModeDescription, * }
ModeDescription = [1..256] ModeElement
ModeElement = {
  type < nonStandard NonStandardParameter, videoMode VideoMode, audioMode AudioMode, dataMode DataMode,
    encryptionMode EncryptionMode, *, h235Mode H235Mode,
    multiplexedStreamMode { multiplexFormat MultiplexFormat, controlOnMuxStream BOOL, * },
    redundancyEncodingDTMode OPEN, multiplePayloadStreamMode OPEN, depFecMode OPEN, fecMode OPEN >,
  h223ModeParameters? UNUSED, *, v76ModeParameters? OPEN, h2250ModeParameters? OPEN,
  genericModeParameters? GenericCapability,
  multiplexedStreamModeParameters? { logicalChannelNumber LogicalChannelNumber, * },
  logicalChannelNumber? LogicalChannelNumber }
H235Mode = { encryptionAuthenticationAndIntegrity EncryptionAuthenticationAndIntegrity,
  mediaMode < nonStandard NonStandardParameter, videoMode VideoMode, audioMode AudioMode,
    dataMode DataMode, * >, * }
VideoMode = < nonStandard NonStandardParameter,
  h261VideoMode { resolution < qcif, cif >, bitRate INT(1..19200), stillImageTransmission BOOL, * },
  h262VideoMode {
    profileAndLevel < profileAndLevel-SPatML, profileAndLevel-MPatLL, profileAndLevel-MPatML,
      profileAndLevel-MPatH-14, profileAndLevel-MPatHL, profileAndLevel-SNRatLL,
      profileAndLevel-SNRatML, profileAndLevel-SpatialatH-14, profileAndLevel-HPatML,
      profileAndLevel-HPatH-14, profileAndLevel-HPatHL, * >,
    videoBitRate? INT(0..1073741823), vbvBufferSize? INT(0..262143), samplesPerLine? INT(0..16383),
    linesPerFrame? INT(0..16383), framesPerSecond? INT(0..15),
    luminanceSampleRate? INT(0..4294967295), * },
  h263VideoMode { resolution < sqcif, qcif, cif, cif4, cif16, *, custom >, bitRate INT(1..19200),
    unrestrictedVector BOOL, arithmeticCoding BOOL, advancedPrediction BOOL, pbFrames BOOL, *,
    errorCompensation BOOL, enhancementLayerInfo? OPEN, h263Options? OPEN },
  is11172VideoMode { constrainedBitstream BOOL, videoBitRate? INT(0..1073741823),
    vbvBufferSize? INT(0..262143), samplesPerLine? INT(0..16383), linesPerFrame? INT(0..16383),
    pictureRate? INT(0..15), luminanceSampleRate? INT(0..4294967295), * },
  *, genericVideoMode GenericCapability >
AudioMode = < nonStandard NonStandardParameter, g711Alaw64k, g711Alaw56k, g711Ulaw64k, g711Ulaw56k,
  g722-64k, g722-56k, g722-48k, g728, g729, g729AnnexA,
  g7231 < noSilenceSuppressionLowRate, noSilenceSuppressionHighRate, silenceSuppressionLowRate,
    silenceSuppressionHighRate >,
  is11172AudioMode { audioLayer < audioLayer1, audioLayer2, audioLayer3 >,
    audioSampling < audioSampling32k, audioSampling44k1, audioSampling48k >,
    multichannelType < singleChannel, twoChannelStereo, twoChannelDual >, bitRate INT(1..448), * },
  is13818AudioMode { audioLayer < audioLayer1, audioLayer2, audioLayer3 >,
    audioSampling < audioSampling16k, audioSampling22k05, audioSampling24k, audioSampling32k,
      audioSampling44k1, audioSampling48k >,
    multichannelType < singleChannel, twoChannelStereo, twoChannelDual, threeChannels2-1,
      threeChannels3-0, fourChannels2-0-2-0, fourChannels2-2, fourChannels3-1, fiveChannels3-0-2-0,
      fiveChannels3-2 >,
    lowFrequencyEnhancement BOOL, multilingual BOOL, bitRate INT(1..1130), * },
  *, g729wAnnexB FramesPerPacket, g729AnnexAwAnnexB FramesPerPacket, g7231AnnexCMode G7231AnnexCMode,
  gsmFullRate GSMAudioCapability, gsmHalfRate GSMAudioCapability,
  gsmEnhancedFullRate GSMAudioCapability, genericAudioMode GenericCapability,
  g729Extensions G729Extensions, vbd { type AudioMode, * } >
G7231AnnexCMode = { maxAl-sduAudioFrames INT(1..256), silenceSuppression BOOL,
  g723AnnexCAudioMode { highRateMode0 INT(27..78), highRateMode1 INT(27..78),
    lowRateMode0 INT(23..66), lowRateMode1 INT(23..66), sidMode0 INT(6..17), sidMode1 INT(6..17), * }, * }
DataMode = {
  application < nonStandard NonStandardParameter, t120 DataProtocolCapability,
    dsm-cc DataProtocolCapability, userData DataProtocolCapability, t84 DataProtocolCapability,
    t434 DataProtocolCapability, h224 DataProtocolCapability,
    nlpid { nlpidProtocol DataProtocolCapability, nlpidData OCTETS }, dsvdControl,
    h222DataPartitioning DataProtocolCapability, *, t30fax DataProtocolCapability,
    t140 DataProtocolCapability,
    t38fax { t38FaxProtocol DataProtocolCapability, t38FaxProfile T38FaxProfile },
    genericDataMode GenericCapability, dataChannel OPEN >,
  bitRate INT(0..4294967295), * }
)";

}  // namespace mcu::h323

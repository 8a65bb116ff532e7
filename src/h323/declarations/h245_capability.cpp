// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.245: capability exchange.
const std::string_view kH245Capability = R"(
CapabilityTableEntryNumber = INT(1..65535)
CapabilityDescriptorNumber = INT(0..255)
AlternativeCapabilitySet = [1..256] CapabilityTableEntryNumber
TerminalCapabilitySet = { sequenceNumber SequenceNumber, protocolIdentifier OID,
  multiplexCapability? MultiplexCapability,
  capabilityTable? [1..256] { capabilityTableEntryNumber CapabilityTableEntryNumber,
    capability? Capability },
  capabilityDescriptors? [1..256] { capabilityDescriptorNumber CapabilityDescriptorNumber,
    simultaneousCapabilities? [1..256] AlternativeCapabilitySet },
  *, genericInformation? [] GenericMessage }
TerminalCapabilitySetAck = { sequenceNumber SequenceNumber, *, genericInformation? [] GenericMessage }
TerminalCapabilitySetReject = { sequenceNumber SequenceNumber,
  cause < unspecified, undefinedTableEntryUsed, descriptorCapacityExceeded,
    tableEntryCapacityExceeded < highestEntryNumberProcessed CapabilityTableEntryNumber, noneProcessed >,
    * >,
  *, genericInformation? [] GenericMessage }
SendTerminalCapabilitySet = <
  specificRequest { multiplexCapability BOOL,
    capabilityTableEntryNumbers? [1..65535] CapabilityTableEntryNumber,
    capabilityDescriptorNumbers? [1..256] CapabilityDescriptorNumber, * },
  genericRequest, * >
Capability = < nonStandard NonStandardParameter, receiveVideoCapability VideoCapability,
  transmitVideoCapability VideoCapability, receiveAndTransmitVideoCapability VideoCapability,
  receiveAudioCapability AudioCapability, transmitAudioCapability AudioCapability,
  receiveAndTransmitAudioCapability AudioCapability,
  receiveDataApplicationCapability DataApplicationCapability,
  transmitDataApplicationCapability DataApplicationCapability,
  receiveAndTransmitDataApplicationCapability DataApplicationCapability,
  h233EncryptionTransmitCapability BOOL,
  h233EncryptionReceiveCapability { h233IVResponseTime INT(0..255), * }, *,
  conferenceCapability ConferenceCapability, h235SecurityCapability H235SecurityCapability,
  maxPendingReplacementFor INT(0..255), receiveUserInputCapability UserInputCapability,
  transmitUserInputCapability UserInputCapability,
  receiveAndTransmitUserInputCapability UserInputCapability,
  genericControlCapability GenericCapability,
  receiveMultiplexedStreamCapability MultiplexedStreamCapability,
  transmitMultiplexedStreamCapability MultiplexedStreamCapability,
  receiveAndTransmitMultiplexedStreamCapability MultiplexedStreamCapability,
  receiveRTPAudioTelephonyEventCapability { dynamicRTPPayloadType INT(96..127),
    audioTelephoneEvent GENERAL, * },
  receiveRTPAudioToneCapability { dynamicRTPPayloadType INT(96..127), * },
  depFecCapability OPEN, multiplePayloadStreamCapability { capabilities [1..256] AlternativeCapabilitySet, * },
  fecCapability OPEN, redundancyEncodingCap RedundancyEncodingCapability,
  oneOfCapabilities AlternativeCapabilitySet >
H235SecurityCapability = { encryptionAuthenticationAndIntegrity EncryptionAuthenticationAndIntegrity,
  mediaCapability CapabilityTableEntryNumber, * }
MultiplexCapability = < nonStandard NonStandardParameter, h222Capability UNUSED, h223Capability UNUSED,
  v76Capability UNUSED, *, h2250Capability H2250Capability, genericMultiplexCapability GenericCapability >
H2250Capability = { maximumAudioDelayJitter INT(0..1023),
  receiveMultipointCapability MultipointCapability, transmitMultipointCapability MultipointCapability,
  receiveAndTransmitMultipointCapability MultipointCapability,
  mcCapability { centralizedConferenceMC BOOL, decentralizedConferenceMC BOOL, * },
  rtcpVideoControlCapability BOOL,
  mediaPacketizationCapability { h261aVideoPacketization BOOL, *,
    rtpPayloadType? [1..256] RTPPayloadType },
  *, transportCapability? TransportCapability,
  redundancyEncodingCapability? [1..256] RedundancyEncodingCapability,
  logicalChannelSwitchingCapability BOOL, t120DynamicPortCapability BOOL }
MultipointCapability = { multicastCapability BOOL, multiUniCastConference BOOL,
  mediaDistributionCapability [] { centralizedControl BOOL, distributedControl BOOL,
    centralizedAudio BOOL, distributedAudio BOOL, centralizedVideo BOOL, distributedVideo BOOL,
    centralizedData? [] DataApplicationCapability, distributedData? [] DataApplicationCapability, * }, * }
RTPPayloadType = { payloadDescriptor < nonStandardIdentifier NonStandardParameter,
    rfc-number INT(1..32768,*), oid OID, * >, payloadType? INT(0..127), * }
QOSCapability = { nonStandardData? NonStandardParameter,
  rsvpParameters? { qosMode? < guaranteedQOS, controlledLoad, * >, tokenRate? INT(1..4294967295),
    bucketSize? INT(1..4294967295), peakRate? INT(1..4294967295), minPoliced? INT(1..4294967295),
    maxPktSize? INT(1..4294967295), * },
  atmParameters? { maxNTUSize INT(0..65535), atmUBR BOOL, atmrtVBR BOOL, atmnrtVBR BOOL, atmABR BOOL,
    atmCBR BOOL, * },
  *, localQoS? BOOL,
  genericTransportParameters? { nonStandardData? NonStandardParameter, averageRate? INT(1..4294967295),
    burst? INT(1..4294967295), peakRate? INT(1..4294967295), maxPktSize? INT(1..4294967295), * },
  servicePriority? { nonStandardData? NonStandardParameter, servicePrioritySignalled BOOL,
    servicePriorityValue? { nonStandardParameter? NonStandardParameter, *, value INT(0..255) }, *,
    serviceClass? INT(0..4095), serviceSubclass? INT(0..255) },
  authorizationParameter? { nonStandardData? NonStandardParameter, * },
  qosDescriptor? { nonStandardData? NonStandardParameter, qosType < desired, required, * >,
    qosClass < class0, class1, class2, class3, class4, class5, * >, * },
  dscpValue? INT(0..63) }
TransportCapability = { nonStandard? NonStandardParameter, qOSCapabilities? [1..256] QOSCapability,
  mediaChannelCapabilities? [1..256] {
    mediaTransport? < ip-UDP, ip-TCP, atm-AAL5-UNIDIR, atm-AAL5-BIDIR, *,
      atm-AAL5-compressed { variable-delta BOOL, * }, sctp OPEN, udp-dtls-sctp OPEN,
      tcp-dtls-sctp OPEN, sctp-dtls OPEN >, * },
  * }
RedundancyEncodingMethod = < nonStandard NonStandardParameter, rtpAudioRedundancyEncoding, *,
  rtpH263VideoRedundancyEncoding OPEN >
RedundancyEncodingCapability = { redundancyEncodingMethod RedundancyEncodingMethod,
  primaryEncoding CapabilityTableEntryNumber,
  secondaryEncoding? [1..256] CapabilityTableEntryNumber, * }
UserInputCapability = < nonStandard [1..16] NonStandardParameter, basicString, iA5String,
  generalString, dtmf, hookflash, *, extendedAlphanumeric, encryptedBasicString, encryptedIA5String,
  encryptedGeneralString, secureDTMF, genericUserInputCapability GenericCapability >
ConferenceCapability = { nonStandardData? [] NonStandardParameter, chairControlCapability BOOL, *,
  videoIndicateMixingCapability BOOL, multipointVisualizationCapability? BOOL }
GenericCapability = { capabilityIdentifier CapabilityIdentifier, maxBitRate? INT(0..4294967295),
  collapsing? [] GenericParameter, nonCollapsing? [] GenericParameter, nonCollapsingRaw? OCTETS,
  transport? DataProtocolCapability, * }
CapabilityIdentifier = < standard OID, h221NonStandard NonStandardParameter, uuid OCTETS(16),
  domainBased IA5(1..64), * >
ParameterIdentifier = < standard INT(0..127), h221NonStandard NonStandardParameter, uuid OCTETS(16),
  domainBased IA5(1..64), * >
GenericParameter = { parameterIdentifier ParameterIdentifier,
  parameterValue < logical, booleanArray INT(0..255), unsignedMin INT(0..65535),
    unsignedMax INT(0..65535), unsigned32Min INT(0..4294967295), unsigned32Max INT(0..4294967295),
    octetString OCTETS, genericParameter [] GenericParameter, * >,
  supersedes? [] ParameterIdentifier, * }
MultiplexFormat = < nonStandard NonStandardParameter, h222Capability UNUSED, h223Capability UNUSED, * >
MultiplexedStreamCapability = { multiplexFormat MultiplexFormat, controlOnMuxStream BOOL,
  capabilityOnMuxStream? [1..256] AlternativeCapabilitySet, * }
EncryptionAuthenticationAndIntegrity = {
  encryptionCapability? [1..256] < nonStandard NonStandardParameter, algorithm OID, * >,
  authenticationCapability? { nonStandard? NonStandardParameter, *, antiSpamAlgorithm? OID },
  integrityCapability? { nonStandard? NonStandardParameter, * },
  *, genericH235SecurityCapability? GenericCapability, dtlsSecurityCapability? DTLSSecurityCapability }
DTLSSecurityCapability = { hashFunction [] IA5(1..65535), setupInformation? IA5(1..65535),
  connectionInformation? IA5(1..65535), fingerprint? IA5(1..65535), * }
)";

/// H.245: what a channel can carry.
const std::string_view kH245Media = R"(
VideoCapability = < nonStandard NonStandardParameter, h261VideoCapability H261VideoCapability,
  h262VideoCapability H262VideoCapability, h263VideoCapability H263VideoCapability,
  is11172VideoCapability IS11172VideoCapability, *, genericVideoCapability GenericCapability,
  extendedVideoCapability { videoCapability [] VideoCapability,
    videoCapabilityExtension? [] GenericCapability, * } >
H261VideoCapability = { qcifMPI? INT(1..4), cifMPI? INT(1..4), temporalSpatialTradeOffCapability BOOL,
  maxBitRate INT(1..19200), stillImageTransmission BOOL, *, videoBadMBsCap BOOL }
H262VideoCapability = { profileAndLevel-SPatML BOOL, profileAndLevel-MPatLL BOOL,
  profileAndLevel-MPatML BOOL, profileAndLevel-MPatH-14 BOOL, profileAndLevel-MPatHL BOOL,
  profileAndLevel-SNRatLL BOOL, profileAndLevel-SNRatML BOOL, profileAndLevel-SpatialatH-14 BOOL,
  profileAndLevel-HPatML BOOL, profileAndLevel-HPatH-14 BOOL, profileAndLevel-HPatHL BOOL,
  videoBitRate? INT(0..1073741823), vbvBufferSize? INT(0..262143), samplesPerLine? INT(0..16383),
  linesPerFrame? INT(0..16383), framesPerSecond? INT(0..15), luminanceSampleRate? INT(0..4294967295),
  *, videoBadMBsCap BOOL }
H263VideoCapability = { sqcifMPI? INT(1..32), qcifMPI? INT(1..32), cifMPI? INT(1..32),
  cif4MPI? INT(1..32), cif16MPI? INT(1..32), maxBitRate INT(1..192400), unrestrictedVector BOOL,
  arithmeticCoding BOOL, advancedPrediction BOOL, pbFrames BOOL,
  temporalSpatialTradeOffCapability BOOL, hrd-B? INT(0..524287), bppMaxKb? INT(0..65535), *,
  slowSqcifMPI? INT(1..3600), slowQcifMPI? INT(1..3600), slowCifMPI? INT(1..3600),
  slowCif4MPI? INT(1..3600), slowCif16MPI? INT(1..3600), errorCompensation BOOL,
  enhancementLayerInfo? OPEN, h263Options? OPEN }
IS11172VideoCapability = { constrainedBitstream BOOL, videoBitRate? INT(0..1073741823),
  vbvBufferSize? INT(0..262143), samplesPerLine? INT(0..16383), linesPerFrame? INT(0..16383),
  pictureRate? INT(0..15), luminanceSampleRate? INT(0..4294967295), *, videoBadMBsCap BOOL }
FramesPerPacket = INT(1..256)
GSMAudioCapability = { audioUnitSize INT(1..256), comfortNoise BOOL, scrambled BOOL, * }
AudioCapability = < nonStandard NonStandardParameter, g711Alaw64k FramesPerPacket,
  g711Alaw56k FramesPerPacket, g711Ulaw64k FramesPerPacket, g711Ulaw56k FramesPerPacket,
  g722-64k FramesPerPacket, g722-56k FramesPerPacket, g722-48k FramesPerPacket,
  g7231 { maxAl-sduAudioFrames INT(1..256), silenceSuppression BOOL }, g728 FramesPerPacket,
  g729 FramesPerPacket, g729AnnexA FramesPerPacket, is11172AudioCapability IS11172AudioCapability,
  is13818AudioCapability IS13818AudioCapability, *, g729wAnnexB FramesPerPacket,
  g729AnnexAwAnnexB FramesPerPacket, g7231AnnexCCapability G7231AnnexC, gsmFullRate GSMAudioCapability,
  gsmHalfRate GSMAudioCapability, gsmEnhancedFullRate GSMAudioCapability,
  genericAudioCapability GenericCapability, g729Extensions G729Extensions,
  vbd { type AudioCapability, * }, audioTelephonyEvent { audioTelephoneEvent GENERAL, * },
  audioTone { * },
  extendedAudioCapability { audioCapability [] AudioCapability,
    audioCapabilityExtension? [] GenericCapability, * } >
G729Extensions = { audioUnit? INT(1..256), annexA BOOL, annexB BOOL, annexD BOOL, annexE BOOL,
  annexF BOOL, annexG BOOL, annexH BOOL, * }
G7231AnnexC = { maxAl-sduAudioFrames INT(1..256), silenceSuppression BOOL,
  g723AnnexCAudioMode? { highRateMode0 INT(27..78), highRateMode1 INT(27..78),
    lowRateMode0 INT(23..66), lowRateMode1 INT(23..66), sidMode0 INT(6..17), sidMode1 INT(6..17), * }, * }
IS11172AudioCapability = { audioLayer1 BOOL, audioLayer2 BOOL, audioLayer3 BOOL, audioSampling32k BOOL,
  audioSampling44k1 BOOL, audioSampling48k BOOL, singleChannel BOOL, twoChannels BOOL,
  bitRate INT(1..448), * }
IS13818AudioCapability = { audioLayer1 BOOL, audioLayer2 BOOL, audioLayer3 BOOL, audioSampling16k BOOL,
  audioSampling22k05 BOOL, audioSampling24k BOOL, audioSampling32k BOOL, audioSampling44k1 BOOL,
  audioSampling48k BOOL, singleChannel BOOL, twoChannels BOOL, threeChannels2-1 BOOL,
  threeChannels3-0 BOOL, fourChannels2-0-2-0 BOOL, fourChannels2-2 BOOL, fourChannels3-1 BOOL,
  fiveChannels3-0-2-0 BOOL, fiveChannels3-2 BOOL, lowFrequencyEnhancement BOOL, multilingual BOOL,
  bitRate INT(1..1130), * }
DataApplicationCapability = {
  application < nonStandard NonStandardParameter, t120 DataProtocolCapability,
    dsm-cc DataProtocolCapability, userData DataProtocolCapability,
    t84 { t84Protocol DataProtocolCapability, t84Profile T84Profile }, t434 DataProtocolCapability,
    h224 DataProtocolCapability, nlpid { nlpidProtocol DataProtocolCapability, nlpidData OCTETS },
    dsvdControl, h222DataPartitioning DataProtocolCapability, *, t30fax DataProtocolCapability,
    t140 DataProtocolCapability,
    t38fax { t38FaxProtocol DataProtocolCapability, t38FaxProfile T38FaxProfile },
    genericDataCapability GenericCapability, dataChannel OPEN, extendedDataApplicationCapability OPEN >,
  maxBitRate INT(0..4294967295), * }
DataProtocolCapability = < nonStandard NonStandardParameter, v14buffered, v42lapm, hdlcFrameTunnelling,
  h310SeparateVCStack, h310SingleVCStack, transparent, *, segmentationAndReassembly,
  hdlcFrameTunnelingwSAR, v120, separateLANStack, v76wCompression OPEN, tcp, udp, sctp OPEN,
  udp-dtls-sctp OPEN, tcp-dtls-sctp OPEN, sctp-dtls OPEN >
T84Profile = < t84Unrestricted,
  t84Restricted { qcif BOOL, cif BOOL, ccir601Seq BOOL, ccir601Prog BOOL, hdtvSeq BOOL, hdtvProg BOOL,
    g3FacsMH200x100 BOOL, g3FacsMH200x200 BOOL, g4FacsMMR200x100 BOOL, g4FacsMMR200x200 BOOL,
    jbig200x200Seq BOOL, jbig200x200Prog BOOL, jbig300x300Seq BOOL, jbig300x300Prog BOOL,
    digPhotoLow BOOL, digPhotoMedSeq BOOL, digPhotoMedProg BOOL, digPhotoHighSeq BOOL,
    digPhotoHighProg BOOL, * } >
T38FaxProfile = { fillBitRemoval BOOL, transcodingJBIG BOOL, transcodingMMR BOOL, *,
  version INT(0..255), t38FaxRateManagement < localTCF, transferredTCF, * >,
  t38FaxUdpOptions? { t38FaxMaxBuffer? INT, t38FaxMaxDatagram? INT,
    t38FaxUdpEC < t38UDPFEC, t38UDPRedundancy, * > },
  t38FaxTcpOptions? { t38TCPBidirectionalMode BOOL, * } }
EncryptionMode = < nonStandard NonStandardParameter, h233Encryption, * >
)";

}  // namespace mcu::h323

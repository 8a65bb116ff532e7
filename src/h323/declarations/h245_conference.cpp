// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/declarations/declarations.h"

namespace mcu::h323 {

/// H.245: conferences (H.243 seen from H.323).
const std::string_view kH245Conference = R"(
McuNumber = INT(0..192)
TerminalNumber = INT(0..192)
TerminalLabel = { mcuNumber McuNumber, terminalNumber TerminalNumber, * }
TerminalID = OCTETS(1..128)
ConferenceRequest = < terminalListRequest, makeMeChair, cancelMakeMeChair, dropTerminal TerminalLabel,
  requestTerminalID TerminalLabel, enterH243Password, enterH243TerminalID, enterH243ConferenceID, *,
  enterExtensionAddress, requestChairTokenOwner,
  requestTerminalCertificate { terminalLabel? TerminalLabel,
    certSelectionCriteria? [1..16] { field OID, value OCTETS(1..65535), * },
    sRandom? INT(1..4294967295), * },
  broadcastMyLogicalChannel LogicalChannelNumber, makeTerminalBroadcaster TerminalLabel,
  sendThisSource TerminalLabel, requestAllTerminalIDs,
  remoteMCRequest < masterActivate, slaveActivate, deActivate, * > >
ConferenceResponse = <
  mCTerminalIDResponse { terminalLabel TerminalLabel, terminalID TerminalID, * },
  terminalIDResponse { terminalLabel TerminalLabel, terminalID TerminalID, * },
  conferenceIDResponse { terminalLabel TerminalLabel, conferenceID OCTETS(1..32), * },
  passwordResponse { terminalLabel TerminalLabel, password OCTETS(1..32), * },
  terminalListResponse [1..256] TerminalLabel, videoCommandReject, terminalDropReject,
  makeMeChairResponse < grantedChairToken, deniedChairToken, * >, *,
  extensionAddressResponse { extensionAddress TerminalID, * },
  chairTokenOwnerResponse { terminalLabel TerminalLabel, terminalID TerminalID, * },
  terminalCertificateResponse { terminalLabel? TerminalLabel, certificateResponse? OCTETS(1..65535), * },
  broadcastMyLogicalChannelResponse < grantedBroadcastMyLogicalChannel,
    deniedBroadcastMyLogicalChannel, * >,
  makeTerminalBroadcasterResponse < grantedMakeTerminalBroadcaster, deniedMakeTerminalBroadcaster, * >,
  sendThisSourceResponse < grantedSendThisSource, deniedSendThisSource, * >,
  requestAllTerminalIDsResponse {
    terminalInformation [] { terminalLabel TerminalLabel, terminalID TerminalID, * }, * },
  remoteMCResponse < accept, reject < unspecified, functionNotSupported, * >, * > >
ConferenceCommand = < broadcastMyLogicalChannel LogicalChannelNumber,
  cancelBroadcastMyLogicalChannel LogicalChannelNumber, makeTerminalBroadcaster TerminalLabel,
  cancelMakeTerminalBroadcaster, sendThisSource TerminalLabel, cancelSendThisSource, dropConference, *,
  substituteConferenceIDCommand { conferenceIdentifier OCTETS(16), * } >
ConferenceIndication = < sbeNumber INT(0..9), terminalNumberAssign TerminalLabel,
  terminalJoinedConference TerminalLabel, terminalLeftConference TerminalLabel,
  seenByAtLeastOneOther, cancelSeenByAtLeastOneOther, seenByAll, cancelSeenByAll,
  terminalYouAreSeeing TerminalLabel, requestForFloor, *, withdrawChairToken,
  floorRequested TerminalLabel,
  terminalYouAreSeeingInSubPictureNumber { terminalNumber TerminalNumber,
    subPictureNumber INT(0..255), *, mcuNumber McuNumber },
  videoIndicateCompose { compositionNumber INT(0..255), * }, masterMCU, cancelMasterMCU >
CommunicationModeTableEntry = { nonStandard? [] NonStandardParameter, sessionID INT(1..255),
  associatedSessionID? INT(1..255), terminalLabel? TerminalLabel, sessionDescription BMP(1..128),
  dataType < videoData VideoCapability, audioData AudioCapability, data DataApplicationCapability, * >,
  mediaChannel? TransportAddress, mediaGuaranteedDelivery? BOOL,
  mediaControlChannel? TransportAddress, mediaControlGuaranteedDelivery? BOOL, *,
  redundancyEncoding? RedundancyEncoding, sessionDependency? INT(1..255), destination? TerminalLabel }
)";

/// H.245: commands and indications.
const std::string_view kH245Control = R"(
EncryptionCommand = < encryptionSE OCTETS, encryptionIVRequest,
  encryptionAlgorithmID { h233AlgorithmIdentifier SequenceNumber,
    associatedAlgorithm NonStandardParameter }, * >
FlowControl = {
  scope < logicalChannelNumber LogicalChannelNumber, resourceID INT(0..65535), wholeMultiplex >,
  restriction < maximumBitRate INT(0..16777215), noRestriction >, * }
EndSessionCommand = < nonStandard NonStandardParameter, disconnect,
  gstnOptions < telephonyMode, v8bis, v34DSVD, v34DuplexFAX, v34H324, * >, *,
  isdnOptions < telephonyMode, v140, terminalOnHold, * >, genericInformation [] GenericMessage >
PictureReference = < pictureNumber INT(0..1023), longTermPictureIndex INT(0..255), * >
MiscellaneousCommand = { logicalChannelNumber LogicalChannelNumber,
  type < equaliseDelay, zeroDelay, multipointModeCommand, cancelMultipointModeCommand,
    videoFreezePicture, videoFastUpdatePicture,
    videoFastUpdateGOB { firstGOB INT(0..17), numberOfGOBs INT(1..18) },
    videoTemporalSpatialTradeOff INT(0..31), videoSendSyncEveryGOB, videoSendSyncEveryGOBCancel, *,
    videoFastUpdateMB { firstGOB? INT(0..255), firstMB? INT(1..8192), numberOfMBs INT(1..8192), * },
    maxH223MUXPDUsize INT(1..65535), encryptionUpdate EncryptionSync,
    encryptionUpdateRequest { keyProtectionMethod? { secureChannel BOOL, sharedSecret BOOL,
      certProtectedKey BOOL, * }, *, synchFlag? INT(0..255) },
    switchReceiveMediaOff, switchReceiveMediaOn,
    progressiveRefinementStart { repeatCount < doOneProgression, doContinuousProgressions,
      doOneIndependentProgression, doContinuousIndependentProgressions, * >, * },
    progressiveRefinementAbortOne, progressiveRefinementAbortContinuous,
    videoBadMBs { firstMB INT(1..9216), numberOfMBs INT(1..9216), temporalReference INT(0..1023), * },
    lostPicture [] PictureReference,
    lostPartialPicture { pictureReference PictureReference, firstMB INT(1..9216),
      numberOfMBs INT(1..9216), * },
    recoveryReferencePicture [] PictureReference,
    encryptionUpdateCommand { encryptionSync EncryptionSync,
      multiplePayloadStream? MultiplePayloadStream, * },
    encryptionUpdateAck { synchFlag INT(0..255), * } >,
  *, direction? < masterToSlave, slaveToMaster, * > }
MiscellaneousIndication = { logicalChannelNumber LogicalChannelNumber,
  type < logicalChannelActive, logicalChannelInactive, multipointConference,
    cancelMultipointConference, multipointZeroComm, cancelMultipointZeroComm,
    multipointSecondaryStatus, cancelMultipointSecondaryStatus, videoIndicateReadyToActivate,
    videoTemporalSpatialTradeOff INT(0..31), *,
    videoNotDecodedMBs { firstMB INT(1..8192), numberOfMBs INT(1..8192),
      temporalReference INT(0..255), * },
    transportCapability TransportCapability >,
  * }
JitterIndication = {
  scope < logicalChannelNumber LogicalChannelNumber, resourceID INT(0..65535), wholeMultiplex >,
  estimatedReceivedJitterMantissa INT(0..3), estimatedReceivedJitterExponent INT(0..7),
  skippedFrameCount? INT(0..15), additionalDecoderBuffer? INT(0..262143), * }
Params = { iv8? OCTETS(8), iv16? OCTETS(16), iv? OCTETS, * }
EncryptedAlphanumeric = { algorithmOID OID, paramS? Params, encrypted OCTETS, * }
UserInputIndication = < nonStandard NonStandardParameter, alphanumeric GENERAL, *,
  userInputSupportIndication < nonStandard NonStandardParameter, basicString, iA5String, generalString,
    *, encryptedBasicString, encryptedIA5String, encryptedGeneralString >,
  signal { signalType IA5(1) "0123456789#*ABCD!", duration? INT(1..65535),
    rtp? { timestamp? INT(0..4294967295), expirationTime? INT(0..4294967295),
      logicalChannelNumber LogicalChannelNumber, * },
    *, rtpPayloadIndication? NULL, paramS? Params, encryptedSignalType? OCTETS(1), algorithmOID? OID },
  signalUpdate { duration INT(1..65535), rtp? { logicalChannelNumber LogicalChannelNumber, * }, * },
  extendedAlphanumeric { alphanumeric GENERAL, rtpPayloadIndication? NULL, *,
    encryptedAlphanumeric? EncryptedAlphanumeric },
  encryptedAlphanumeric EncryptedAlphanumeric, genericInformation [] GenericMessage >
)";

}  // namespace mcu::h323

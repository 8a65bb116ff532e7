// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "media/agreed_media.h"
#include "sip/sdp/formats.h"
#include "sip/sdp/offer_answer.h"

namespace mcu::sip::sdp {

/// A description with o= of this session; the version rises with each.
SessionDescription startDescription(const media::LocalMedia& local, Session& session);

/// The m= section of a line we take, without direction and keys.
MediaSection startSection(const media::LocalStream& stream,
                          const Line& line,
                          const call::MediaPolicy& policy);

/// The section of a line we refuse: port 0, formats as offered.
MediaSection refusedSection(const Line& line);

/// a=sendrecv ... as we say it.
std::string directionName(media::Direction direction);

media::Direction directionFrom(bool sends, bool receives);

/// What the peer says of one stream apart from codec and keys.
struct PeerStream {
    bool sends = true;
    bool receives = true;  ///< false too for c=0.0.0.0 (RFC 2543 hold)
    bool rtcpMux = false;
    media::AgreedStream agreed;  ///< addresses, feedback, bandwidth, ICE
};

/// Fails when the section has no usable address.
Result<PeerStream> readPeer(const SessionDescription& session,
                            const MediaSection& section,
                            bool withIce);

/// Set when no stream that is active wants our media.
bool isHeld(const SessionDescription& session);

}  // namespace mcu::sip::sdp

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "media/codec.h"
#include "media/encoded_frame.h"
#include "media/packet_sink.h"

namespace mcu::media {

/// Our own sound as it comes back from a talker.
struct Echo {
    std::uint32_t delayMs = 0;  ///< from our output to its return, all buffers on the way included
    float levelDb = 0;          ///< of what returns against what was sent; 0: as loud
    SteadyTime since{};         ///< when the first of it was heard
    bool operator==(const Echo&) const = default;
};

/// A talker's figures, by value.
struct TalkerLevel {
    TalkerId talker;
    float levelDbfs = -127.0F;    ///< RMS of the last 200 ms
    bool speaking = false;        ///< over the voice threshold, with hang-over
    std::uint32_t bufferMs = 0;   ///< sound waiting in the jitter buffer now
    std::int32_t driftPpm = 0;    ///< the sender's clock against ours, as corrected
    std::uint64_t concealed = 0;  ///< 20 ms frames made up for lost ones
    std::uint64_t dropped = 0;    ///< packets too late, or malformed
    std::optional<Echo> echo;     ///< of a talker given to watchEcho: it returns what it is sent
};

/// The sound of conferences: one tick of 20 ms at 48 kHz mono for all mixes, sum minus own, one
/// encode per output. All functions on the control thread; none blocks. Destroying ids that are
/// gone is no error.
class AudioMixer {
public:
    virtual ~AudioMixer() = default;

    virtual MixId createMix() = 0;
    virtual void destroyMix(MixId mix) = 0;

    struct Talker {
        TalkerId id;
        std::shared_ptr<PacketSink> sink;
    };

    /// Starts decoding a talker. It accepts packets of any audio codec it knows by
    /// ReceivedPacket::codec.
    virtual Result<Talker> addTalker(MixId mix) = 0;
    virtual void removeTalker(TalkerId talker) = 0;
    /// Volume as others hear it, in dB (-60 .. +20; -60 is silence).
    virtual void setGain(TalkerId talker, float decibel) = 0;

    /// What of a mix an output carries.
    struct Hearing {
        std::vector<TalkerId> minus;  ///< everything but these
        TalkerId only;                ///< this one and nobody else; `minus` is then empty
        bool testSound = false;       ///< nobody: a test sound that can be told in what returns
        bool operator==(const Hearing&) const = default;
    };

    /// Encodes what `hearing` says of the mix into `sink`. The
    /// sink must outlive the output. Frames are pushed on the mixer's thread each 20 ms, with
    /// rtpTimestamp in the codec's RTP clock.
    virtual Result<AudioOutputId> openOutput(MixId mix,
                                             const CodecFormat& format,
                                             const Hearing& hearing,
                                             std::shared_ptr<FrameSink> sink) = 0;
    virtual void closeOutput(AudioOutputId output) = 0;

    /// Compares what a talker brings with what `sent`, an output of the same mix, carries to it:
    /// TalkerLevel::echo says whether the one comes back in the other. Another output later goes on
    /// with what is known. None: stop. Ends with the talker.
    virtual void watchEcho(TalkerId talker, AudioOutputId sent) = 0;

    /// The last published levels of a mix.
    [[nodiscard]] virtual std::vector<TalkerLevel> levels(MixId mix) const = 0;
};

}  // namespace mcu::media

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace mcu::media {

enum class Kind : std::uint8_t { audio, video };

/// h263 is H.263 in the payload format of RFC 2190, h263v1998 in that of RFC 4629: the same
/// pictures, annexes off, in other packets.
enum class Codec : std::uint8_t {
    opus,
    g722,
    pcma,
    pcmu,
    telephoneEvent,
    h264,
    vp8,
    h263,
    h263v1998,
    h261
};

[[nodiscard]] Kind kindOf(Codec codec);
/// The encoding name of RFC 3551 / the payload format's RFC: "opus", "G722", "PCMA", "H264" ...
[[nodiscard]] std::string_view nameOf(Codec codec);
/// RTP clock in Hz. G.722 is 8000 although it samples at 16000 (RFC 3551 section 4.5.2); opus is
/// always 48000.
[[nodiscard]] std::uint32_t rtpClockOf(Codec codec);

/// What one side can receive of H.264 (RFC 6184 section 8.1). Zero in a max field: the level's own
/// limit.
struct H264Format {
    std::uint8_t profileIdc = 66;        ///< 66 baseline, 77 main, 100 high
    std::uint8_t constraints = 0xE0;     ///< profile-iop: 0x42E0.. is constrained baseline
    std::uint8_t levelIdc = 31;          ///< 31 is level 3.1 (1280x720p30)
    std::uint8_t packetizationMode = 0;  ///< 0 single NAL unit, 1 non-interleaved
    std::uint32_t maxFs = 0;             ///< macroblocks a frame
    std::uint32_t maxMbps = 0;           ///< macroblocks a second
    std::uint32_t maxBrKbps = 0;
    bool operator==(const H264Format&) const = default;
};

/// What one side can receive of a codec whose pictures have the sizes of CIF: for each size the
/// shortest interval between two pictures, in units of 1001/30000 s (MPI); 0: not that size.
struct CifFormat {
    std::uint8_t qcif = 0;  ///< 176x144
    std::uint8_t cif = 0;   ///< 352x288
    std::uint8_t cif4 = 0;  ///< 704x576
    bool operator==(const CifFormat&) const = default;
};

/// H.263 and H.261: pictures are QCIF, CIF or (H.263 alone) 4CIF, of 4:3, with pixels of 12:11.
[[nodiscard]] bool isCif(Codec codec);

/// A codec as agreed for one direction of one stream: how it is numbered and what limits hold.
struct CodecFormat {
    Codec codec = Codec::pcma;
    std::uint8_t payloadType = 8;
    std::uint8_t channels = 1;  ///< opus is always written with 2 in SDP
    std::uint8_t ptimeMs = 20;
    H264Format h264;             ///< when codec is h264
    std::uint32_t vp8MaxFs = 0;  ///< macroblocks a frame, 0 no limit (RFC 7741 section 6.1)
    std::uint32_t vp8MaxFrameRate = 0;
    bool opusInbandFec = false;
    CifFormat cif;  ///< when isCif(codec)
    bool operator==(const CodecFormat&) const = default;
};

/// The largest picture, in pixels of 16:9, and frame rate that fit an H.264 format (table A-1 of
/// H.264, raised by max-fs and max-mbps); for a codec with isCif() one of its sizes.
struct PictureLimit {
    int width = 0;
    int height = 0;
    int framesPerSecond = 0;
};

[[nodiscard]] PictureLimit largestPicture(const CodecFormat& format);

}  // namespace mcu::media

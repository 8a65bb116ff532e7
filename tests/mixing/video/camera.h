// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "media/encoded_frame.h"
#include "media/packet_sink.h"
#include "mixing/video/element_runner.h"
#include "mixing/video/picture.h"

namespace mcu::test {

/// What a test picture says: a ground of one luma and a number in eight bars, black or white.
struct TestPicture {
    int luma = 100;
    int number = 0;
};

std::shared_ptr<mixing::Picture> draw(int width, int height, TestPicture what);

/// Reads the picture in a box of a canvas. The luma is that of the box's upper part.
TestPicture read(const mixing::Picture& picture, int x, int y, int width, int height);

/// A far end's camera and encoder: makes coded test pictures and sends them as packets into a sink.
class Camera {
public:
    enum class Kind {
        h264SmallSlices,  ///< packetization mode 0
        h264Fragments,    ///< packetization mode 1: FU-A, parameter sets in a STAP-A
        vp8,
        h263,
        h263v1998,
        h261,
    };

    Camera(Kind kind, int width, int height, std::shared_ptr<media::PacketSink> sink);
    ~Camera();

    /// Encodes one picture and sends those of its packets that `keep` wants, by index.
    void send(TestPicture what,
              bool keyframe = false,
              const std::function<bool(std::size_t)>& keep = {});

    /// The payloads of the picture sent last.
    [[nodiscard]] const media::EncodedFrame& last() const { return frame_; }

    /// Puts one payload into the sink as a packet of its own.
    void sendRaw(std::span<const std::byte> payload, bool marker);
    /// Another picture size from the next picture on.
    void resize(int width, int height);

private:
    std::unique_ptr<mixing::ElementRunner> makeRunner();
    [[nodiscard]] media::Codec codec() const;
    void encode(TestPicture what, bool keyframe);
    void take(GstBuffer* buffer);

    Kind kind_;
    int width_;
    int height_;
    std::shared_ptr<media::PacketSink> sink_;
    std::unique_ptr<mixing::ElementRunner> runner_;
    media::EncodedFrame frame_;
    GstClockTime time_ = 0;
    std::uint64_t sequence_ = 65530;
    std::uint32_t timestamp_ = 1000;
};

/// Decodes what an encoder put out.
class Viewer {
public:
    explicit Viewer(media::Codec codec);
    Viewer(Viewer&&) noexcept;
    Viewer& operator=(Viewer&&) noexcept;
    ~Viewer();

    /// The picture of a frame; null when it cannot be decoded.
    mixing::PicturePointer show(const media::EncodedFrame& frame);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "transport/session/stream.h"

namespace mcu::transport {

/// The media of one call: its streams, at most one of each kind. Owned by its MediaThread.
class Session {
public:
    Session(SessionId id, std::vector<std::unique_ptr<Stream>> streams)
        : id_(id), streams_(std::move(streams)) {}

    [[nodiscard]] SessionId id() const { return id_; }

    [[nodiscard]] const std::vector<std::unique_ptr<Stream>>& streams() const { return streams_; }

    /// Null when the session has none of this kind.
    [[nodiscard]] Stream* find(media::Kind kind) const {
        for (const auto& stream : streams_) {
            if (stream->identity().kind == kind) {
                return stream.get();
            }
        }
        return nullptr;
    }

    void apply(const media::AgreedMedia& agreed) {
        for (const auto& stream : streams_) {
            stream->apply(agreed.find(stream->identity().kind));
        }
    }

private:
    SessionId id_;
    std::vector<std::unique_ptr<Stream>> streams_;
};

}  // namespace mcu::transport

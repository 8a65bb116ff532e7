// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace mcu {

/// A number that names one run-time object of one kind. 0 names nothing. Never shown to operators.
template <typename Tag>
struct NumericId {
    std::uint64_t value = 0;
    auto operator<=>(const NumericId&) const = default;

    explicit operator bool() const { return value != 0; }
};

/// A stable text id chosen by people ("x.03985"); equal bytes, equal thing. NFC.
template <typename Tag>
struct TextId {
    std::string value;
    auto operator<=>(const TextId&) const = default;

    explicit operator bool() const { return !value.empty(); }
};

using CallId = NumericId<struct CallTag>;        ///< one call leg, whatever the protocol
using SessionId = NumericId<struct SessionTag>;  ///< the media session (sockets) of one call
using FeedId = NumericId<struct FeedTag>;  ///< an outgoing encoded stream many sites subscribe to
using ViewId = NumericId<struct ViewTag>;  ///< a picture somebody watches
using SourceId = NumericId<struct SourceTag>;            ///< a decoded incoming picture
using EncoderId = NumericId<struct EncoderTag>;          ///< one encoder of a view
using MixId = NumericId<struct MixTag>;                  ///< the sound of a conference
using TalkerId = NumericId<struct TalkerTag>;            ///< a decoded incoming sound
using AudioOutputId = NumericId<struct AudioOutputTag>;  ///< one encoded sound output of a mix
using SiteId = TextId<struct SiteTag>;
using ConferenceId = TextId<struct ConferenceTag>;
using McuId = TextId<struct McuTag>;  ///< "mcu.vnpt": a server of the cascade

/// Hands out 1, 2, 3 ... Not thread-safe: one per owner.
template <typename Id>
class IdSequence {
public:
    Id next() { return Id{++last_}; }

private:
    std::uint64_t last_ = 0;
};

}  // namespace mcu

template <typename Tag>
struct std::hash<mcu::NumericId<Tag>> {
    std::size_t operator()(const mcu::NumericId<Tag>& id) const noexcept {
        return std::hash<std::uint64_t>{}(id.value);
    }
};

template <typename Tag>
struct std::hash<mcu::TextId<Tag>> {
    std::size_t operator()(const mcu::TextId<Tag>& id) const noexcept {
        return std::hash<std::string>{}(id.value);
    }
};

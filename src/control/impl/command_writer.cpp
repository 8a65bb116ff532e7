// SPDX-License-Identifier: GPL-3.0-or-later
#include <type_traits>
#include <variant>

#include "control/impl/command_codec.h"
#include "control/impl/status_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;
using namespace mcu::conference;

namespace {

v1::Channel channelOf(Channel channel) {
    switch (channel) {
        case Channel::microphone:
            return v1::CHANNEL_MICROPHONE;
        case Channel::speaker:
            return v1::CHANNEL_SPEAKER;
        case Channel::camera:
            return v1::CHANNEL_CAMERA;
    }
    return v1::CHANNEL_UNSPECIFIED;
}

void fill(const ViewName& from, v1::ViewName& to) {
    switch (from.kind) {
        case ViewName::Kind::programme:
            to.set_kind(v1::ViewName::KIND_PROGRAMME);
            break;
        case ViewName::Kind::chair:
            to.set_kind(v1::ViewName::KIND_CHAIR);
            break;
        case ViewName::Kind::site:
            to.set_kind(v1::ViewName::KIND_SITE);
            break;
    }
    to.set_site(from.site);
}

/// Fills the request, one overload a command.
struct Writer {
    v1::CommandRequest& to;

    /// Commands that are a conference and at most one site.
    template <typename Message, typename From>
    static Message& head(Message& m, const From& c) {
        m.set_conference(c.conference.value);
        if constexpr (requires { m.set_site(c.site); }) {
            m.set_site(c.site);
        }
        if constexpr (requires { m.mutable_sites()->Assign(c.sites.begin(), c.sites.end()); }) {
            m.mutable_sites()->Assign(c.sites.begin(), c.sites.end());
        }
        if constexpr (requires { m.set_all(c.all); }) {
            m.set_all(c.all);
        }
        return m;
    }

    void operator()(const CreateConference& c) const {
        auto& m = head(*to.mutable_create_conference(), c);
        m.set_title(c.title);
        m.set_open(c.open);
        m.set_encryption(toProto(c.encryption));
        m.set_layout(c.layout);
        m.set_width(c.width);
        m.set_height(c.height);
        m.set_frames_per_second(c.framesPerSecond);
        m.set_mute_on_entry(c.muteOnEntry);
        m.set_captions(c.captions);
        m.set_tally(c.tally);
        m.set_max_own_views(c.maxOwnViews);
        m.set_chair(c.chair);
    }

    void operator()(const CloseConference& c) const { head(*to.mutable_close_conference(), c); }

    void operator()(const LockConference& c) const {
        head(*to.mutable_lock_conference(), c).set_locked(c.locked);
    }

    void operator()(const SetVoiceSwitching& c) const {
        auto& m = head(*to.mutable_set_voice_switching(), c);
        m.set_on(c.on);
        m.set_hold_ms(c.holdTime.count());
    }

    void operator()(const AddSite& c) const {
        auto& m = head(*to.mutable_add_site(), c);
        m.set_uri(c.uri);
        m.set_call(c.call);
    }

    void operator()(const RemoveSite& c) const { head(*to.mutable_remove_site(), c); }

    void operator()(const CallSites& c) const { head(*to.mutable_call_sites(), c); }

    void operator()(const CallAbsent& c) const { head(*to.mutable_call_absent(), c); }

    void operator()(const HangUpSites& c) const { head(*to.mutable_hang_up_sites(), c); }

    void operator()(const SetRedial& c) const { head(*to.mutable_set_redial(), c).set_on(c.on); }

    void operator()(const SetChannel& c) const {
        auto& m = head(*to.mutable_set_channel(), c);
        m.set_channel(channelOf(c.channel));
        m.set_on(c.on);
    }

    void operator()(const SetVolume& c) const {
        head(*to.mutable_set_volume(), c).set_decibel(c.decibel);
    }

    void operator()(const SetChair& c) const { head(*to.mutable_set_chair(), c); }

    void operator()(const SetLayout& c) const {
        auto& m = head(*to.mutable_set_layout(), c);
        fill(c.view, *m.mutable_view());
        m.set_layout(c.layout);
    }

    void operator()(const Show& c) const {
        auto& m = head(*to.mutable_show(), c);
        m.set_keep_microphones(c.keepMicrophones);
        m.set_floor(c.floor);
    }

    void operator()(const Broadcast& c) const { head(*to.mutable_broadcast(), c); }

    void operator()(const ChairLook& c) const { head(*to.mutable_chair_look(), c); }

    void operator()(const Precue& c) const { head(*to.mutable_precue(), c); }

    void operator()(const SetBanner& c) const {
        auto& m = head(*to.mutable_set_banner(), c);
        fill(c.view, *m.mutable_view());
        m.set_text(c.banner.text);
        m.set_rolling(c.banner.rolling);
        m.set_low(c.banner.low);
    }

    void operator()(const Poll& c) const {
        auto& m = head(*to.mutable_poll(), c);
        fill(c.view, *m.mutable_view());
        m.set_each_ms(c.each.count());
    }

    void operator()(const Snapshot& c) const {
        auto& m = head(*to.mutable_snapshot(), c);
        fill(c.view, *m.mutable_view());
        m.set_incoming(c.incoming);
    }

    void operator()(const RequestSite& c) const { head(*to.mutable_request_site(), c); }

    void operator()(const CancelRequest& c) const {
        head(*to.mutable_cancel_request(), c).set_reason(c.reason);
    }

    void operator()(const ConfirmSeen& c) const { head(*to.mutable_confirm_seen(), c); }

    void operator()(const Back& c) const { head(*to.mutable_back(), c); }

    void operator()(const PutSite& c) const {
        auto& m = *to.mutable_put_site()->mutable_site();
        toProto(c.site, m);
        m.set_password(c.site.password.reveal());
    }

    void operator()(const DeleteSite& c) const { to.mutable_delete_site()->set_site(c.site); }
};

}  // namespace

v1::CommandRequest toProto(const Command& command) {
    v1::CommandRequest request;
    std::visit(Writer{request}, command);
    return request;
}

v1::CommandRequest toProto(const AnyCommand& command) {
    return std::visit([](const auto& one) { return toProto(one); }, command);
}

}  // namespace mcu::control

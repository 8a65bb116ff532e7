// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/command_codec.h"

#include <vector>

#include "control/impl/cascade_reader.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;
using namespace mcu::conference;

namespace {

/// A request's message to the domain's value, one overload each, and the first thing that was wrong
/// with it.
class Reader {
public:
    CreateConference operator()(const v1::CreateConference& m) {
        CreateConference c;
        c.conference = {m.conference()};
        c.title = m.title();
        c.open = m.open();
        c.encryption = encryption(m.encryption());
        c.layout = m.layout().empty() ? c.layout : m.layout();
        c.width = m.width() == 0 ? c.width : m.width();
        c.height = m.height() == 0 ? c.height : m.height();
        c.framesPerSecond = m.frames_per_second() == 0 ? c.framesPerSecond : m.frames_per_second();
        c.muteOnEntry = m.mute_on_entry();
        c.captions = m.captions();
        c.tally = m.tally();
        c.maxOwnViews = m.has_max_own_views() ? m.max_own_views() : c.maxOwnViews;
        c.sites = words(m.sites());
        c.chair = m.chair();
        return c;
    }

    CloseConference operator()(const v1::CloseConference& m) { return {{m.conference()}}; }

    LockConference operator()(const v1::LockConference& m) {
        return {{m.conference()}, m.locked()};
    }

    SetVoiceSwitching operator()(const v1::SetVoiceSwitching& m) {
        SetVoiceSwitching c{{m.conference()}, m.on()};
        if (m.has_hold_ms()) {
            c.holdTime = milliseconds(m.hold_ms(), "hold_ms");
        }
        return c;
    }

    AddSite operator()(const v1::AddSite& m) {
        return {{m.conference()}, m.site(), m.uri(), m.call()};
    }

    RemoveSite operator()(const v1::RemoveSite& m) { return {{m.conference()}, m.site()}; }

    CallSites operator()(const v1::CallSites& m) { return {{m.conference()}, words(m.sites())}; }

    CallAbsent operator()(const v1::CallAbsent& m) { return {{m.conference()}}; }

    HangUpSites operator()(const v1::HangUpSites& m) {
        return {{m.conference()}, words(m.sites()), m.all()};
    }

    SetRedial operator()(const v1::SetRedial& m) {
        return {{m.conference()}, m.site(), m.all(), m.on()};
    }

    SetChannel operator()(const v1::SetChannel& m) {
        return {{m.conference()}, channel(m.channel()), m.on(), words(m.sites()), m.all()};
    }

    SetVolume operator()(const v1::SetVolume& m) {
        return {{m.conference()}, m.site(), m.decibel()};
    }

    SetChair operator()(const v1::SetChair& m) { return {{m.conference()}, m.site()}; }

    SetLayout operator()(const v1::SetLayout& m) {
        return {{m.conference()}, view(m.view()), m.layout(), words(m.sites())};
    }

    Show operator()(const v1::Show& m) {
        return {{m.conference()}, m.site(), m.keep_microphones(), m.floor()};
    }

    Broadcast operator()(const v1::Broadcast& m) { return {{m.conference()}, m.site()}; }

    ChairLook operator()(const v1::ChairLook& m) { return {{m.conference()}, m.site()}; }

    Precue operator()(const v1::Precue& m) { return {{m.conference()}, m.site()}; }

    SetBanner operator()(const v1::SetBanner& m) {
        return {{m.conference()}, view(m.view()), {m.text(), m.rolling(), m.low()}};
    }

    Poll operator()(const v1::Poll& m) {
        Poll c{{m.conference()}, view(m.view()), words(m.sites())};
        if (m.has_each_ms()) {
            c.each = milliseconds(m.each_ms(), "each_ms");
        }
        return c;
    }

    Snapshot operator()(const v1::Snapshot& m) {
        return {{m.conference()}, view(m.view()), m.incoming()};
    }

    RequestSite operator()(const v1::RequestSite& m) { return {{m.conference()}, m.site()}; }

    CancelRequest operator()(const v1::CancelRequest& m) {
        return {{m.conference()}, m.site(), m.reason()};
    }

    ConfirmSeen operator()(const v1::ConfirmSeen& m) { return {{m.conference()}, m.site()}; }

    Back operator()(const v1::Back& m) { return {{m.conference()}}; }

    PutSite operator()(const v1::PutSite& m) {
        SiteRecord r;
        const auto& s = m.site();
        r.id = {s.id()};
        r.name = s.name();
        r.shortName = s.short_name();
        r.aliases = words(s.aliases());
        r.level = s.level();
        r.uri = s.uri();
        r.backupUri = s.backup_uri();
        r.user = s.user();
        r.password = Secret<std::string>(s.password());
        r.home = {s.home()};
        r.hasEncryption = s.encryption() != v1::ENCRYPTION_UNSPECIFIED;
        r.encryption = encryption(s.encryption());
        r.preferDtls = s.prefer_dtls();
        r.ice = s.ice();
        r.maxKbps = s.max_kbps() == 0 ? r.maxKbps : s.max_kbps();
        r.relay = s.relay();
        r.manualMcu = s.manual_mcu();
        r.phone = s.phone();
        r.via = {s.via()};
        return {r};
    }

    DeleteSite operator()(const v1::DeleteSite& m) { return {m.site()}; }

    [[nodiscard]] const std::string& wrong() const { return wrong_; }

private:
    static std::vector<std::string> words(
        const google::protobuf::RepeatedPtrField<std::string>& from) {
        return {from.begin(), from.end()};
    }

    std::chrono::milliseconds milliseconds(std::int64_t value, const char* field) {
        constexpr std::int64_t kDay = 86'400'000;
        if (value < 0 || value > kDay) {
            wrong_ = std::string(field) + " is not between 0 and 24 hours";
            return {};
        }
        return std::chrono::milliseconds(value);
    }

    media::Encryption encryption(v1::Encryption from) {
        switch (from) {
            case v1::ENCRYPTION_DISABLED:
                return media::Encryption::disabled;
            case v1::ENCRYPTION_REQUIRED:
                return media::Encryption::required;
            case v1::ENCRYPTION_UNSPECIFIED:
            case v1::ENCRYPTION_PREFERRED:
                return media::Encryption::preferred;
            default:
                wrong_ = "unknown encryption policy";
                return media::Encryption::required;
        }
    }

    Channel channel(v1::Channel from) {
        switch (from) {
            case v1::CHANNEL_MICROPHONE:
                return Channel::microphone;
            case v1::CHANNEL_SPEAKER:
                return Channel::speaker;
            case v1::CHANNEL_CAMERA:
                return Channel::camera;
            default:
                wrong_ = "the channel is neither microphone, speaker nor camera";
                return Channel::microphone;
        }
    }

    ViewName view(const v1::ViewName& from) {
        switch (from.kind()) {
            case v1::ViewName::KIND_UNSPECIFIED:
            case v1::ViewName::KIND_PROGRAMME:
                return {ViewName::Kind::programme, from.site()};
            case v1::ViewName::KIND_CHAIR:
                return {ViewName::Kind::chair, from.site()};
            case v1::ViewName::KIND_SITE:
                return {ViewName::Kind::site, from.site()};
            default:
                wrong_ = "the view is neither programme, chair nor a site's";
                return {};
        }
    }

    std::string wrong_;
};

}  // namespace

Result<AnyCommand> fromProto(const v1::CommandRequest& request) {
    Reader reader;
    CascadeReader cascadeReader;
    AnyCommand command;
    switch (request.command_case()) {
#define MCU_CASE(field, name)                       \
    case v1::CommandRequest::k##name:               \
        command = Command(reader(request.field())); \
        break;
#define MCU_CASCADE(field, name)                                    \
    case v1::CommandRequest::k##name:                               \
        command = cascade::Command(cascadeReader(request.field())); \
        break;
        MCU_CASE(create_conference, CreateConference)
        MCU_CASE(close_conference, CloseConference)
        MCU_CASE(lock_conference, LockConference)
        MCU_CASE(set_voice_switching, SetVoiceSwitching)
        MCU_CASE(add_site, AddSite)
        MCU_CASE(remove_site, RemoveSite)
        MCU_CASE(call_sites, CallSites)
        MCU_CASE(call_absent, CallAbsent)
        MCU_CASE(hang_up_sites, HangUpSites)
        MCU_CASE(set_redial, SetRedial)
        MCU_CASE(set_channel, SetChannel)
        MCU_CASE(set_volume, SetVolume)
        MCU_CASE(set_chair, SetChair)
        MCU_CASE(set_layout, SetLayout)
        MCU_CASE(show, Show)
        MCU_CASE(broadcast, Broadcast)
        MCU_CASE(chair_look, ChairLook)
        MCU_CASE(precue, Precue)
        MCU_CASE(set_banner, SetBanner)
        MCU_CASE(poll, Poll)
        MCU_CASE(snapshot, Snapshot)
        MCU_CASE(put_site, PutSite)
        MCU_CASE(delete_site, DeleteSite)
        MCU_CASE(request_site, RequestSite)
        MCU_CASE(cancel_request, CancelRequest)
        MCU_CASE(confirm_seen, ConfirmSeen)
        MCU_CASE(back, Back)
        MCU_CASCADE(cascade_connect, CascadeConnect)
        MCU_CASCADE(cascade_disconnect, CascadeDisconnect)
        MCU_CASCADE(cascade_policy, CascadePolicy)
        MCU_CASCADE(cascade_hold, CascadeHold)
        MCU_CASCADE(cascade_confirm, CascadeConfirm)
        MCU_CASCADE(cascade_refuse, CascadeRefuse)
        MCU_CASCADE(cascade_select, CascadeSelect)
        MCU_CASCADE(say, Say)
        MCU_CASCADE(acknowledge, Acknowledge)
#undef MCU_CASE
#undef MCU_CASCADE
        case v1::CommandRequest::COMMAND_NOT_SET:
            return Error(ErrorCode::invalidArgument,
                         "the request carries no command this server knows",
                         "use a client of the server's version",
                         "request.no-command");
    }
    const std::string& wrong = reader.wrong().empty() ? cascadeReader.wrong() : reader.wrong();
    if (!wrong.empty()) {
        return Error(ErrorCode::invalidArgument, wrong, "", "request.bad-value");
    }
    return command;
}

std::string nameOfCommand(const v1::CommandRequest& request) {
    const auto* oneof = v1::CommandRequest::descriptor()->oneof_decl(0);
    const auto* field =
        v1::CommandRequest::GetReflection()->GetOneofFieldDescriptor(request, oneof);
    return field == nullptr ? std::string() : field->name();
}

}  // namespace mcu::control

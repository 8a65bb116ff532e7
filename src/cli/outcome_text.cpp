// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/outcome_text.h"

#include <array>
#include <charconv>

#include "cli/server_text.h"
#include "cli/text.h"
#include "cli/width.h"

namespace mcu::cli {

namespace {

constexpr std::size_t kNamesShown = 12;

std::string channelAct(const v1::SetChannel& set) {
    switch (set.channel()) {
        case v1::CHANNEL_MICROPHONE:
            return set.on() ? tr("microphone opened") : tr("microphone muted");
        case v1::CHANNEL_SPEAKER:
            return set.on() ? tr("hears the conference again") : tr("hears nothing any more");
        default:
            return set.on() ? tr("picture shown again") : tr("picture switched off");
    }
}

std::string viewOf(const v1::ViewName& view) {
    switch (view.kind()) {
        case v1::ViewName::KIND_CHAIR:
            return tr("chair's view");
        case v1::ViewName::KIND_SITE:
            return view.site();
        default:
            return tr("programme");
    }
}

std::string holdAct(const v1::CascadeHold& hold) {
    return hold.on() ? tr("HOLD: the master's orders wait") : tr("hold ended: orders go on");
}

std::string sayAct(const v1::Say& say) {
    const std::string to = say.mcu().empty() ? tr("everybody linked") : say.mcu();
    return say.cue() ? tr("cue card sent to {mcu}", {{"mcu", to}})
                     : tr("message sent to {mcu}", {{"mcu", to}});
}

/// What was done in the cascade.
std::string cascadeActOf(const v1::CommandRequest& request) {
    switch (request.command_case()) {
        case v1::CommandRequest::kCascadeConnect:
            return tr("connecting the link");
        case v1::CommandRequest::kCascadeDisconnect:
            return tr("link disconnected; it stays down until cascade connect");
        case v1::CommandRequest::kCascadePolicy:
            return tr("policy for orders: {policy}",
                      {{"policy", policyText(request.cascade_policy().policy())}});
        case v1::CommandRequest::kCascadeHold:
            return holdAct(request.cascade_hold());
        case v1::CommandRequest::kCascadeConfirm:
            return tr("order confirmed");
        case v1::CommandRequest::kCascadeRefuse:
            return tr("order refused");
        case v1::CommandRequest::kCascadeSelect:
            return request.cascade_select().site().empty() ? tr("the up-link carries nothing")
                                                           : tr("put on the up-link");
        case v1::CommandRequest::kSay:
            return sayAct(request.say());
        case v1::CommandRequest::kAcknowledge:
            return tr("acknowledged");
        default:
            return {};
    }
}

/// What was done, without to whom.
std::string actOf(const v1::CommandRequest& request) {
    switch (request.command_case()) {
        case v1::CommandRequest::kCreateConference:
            return tr("conference {id} opened", {{"id", request.create_conference().conference()}});
        case v1::CommandRequest::kCloseConference:
            return tr("conference {id} closed", {{"id", request.close_conference().conference()}});
        case v1::CommandRequest::kLockConference:
            return request.lock_conference().locked() ? tr("conference locked")
                                                      : tr("conference unlocked");
        case v1::CommandRequest::kSetVoiceSwitching:
            return request.set_voice_switching().on() ? tr("voice switching on")
                                                      : tr("voice switching off");
        case v1::CommandRequest::kAddSite:
            return request.add_site().call() ? tr("added and called") : tr("added");
        case v1::CommandRequest::kRemoveSite:
            return tr("removed from the conference");
        case v1::CommandRequest::kCallSites:
            return tr("calling");
        case v1::CommandRequest::kCallAbsent:
            return tr("calling the absent sites");
        case v1::CommandRequest::kHangUpSites:
            return tr("hung up");
        case v1::CommandRequest::kSetRedial:
            return request.set_redial().on() ? tr("redial on") : tr("redial off");
        case v1::CommandRequest::kSetChannel:
            return channelAct(request.set_channel());
        case v1::CommandRequest::kSetVolume:
            return tr("volume set");
        case v1::CommandRequest::kSetChair:
            return tr("is the chair now");
        case v1::CommandRequest::kSetLayout:
            return tr("layout {layout} in {view}",
                      {{"layout", request.set_layout().layout()},
                       {"view", viewOf(request.set_layout().view())}});
        case v1::CommandRequest::kShow:
            return tr("ON AIR");
        case v1::CommandRequest::kBroadcast:
            return request.broadcast().site().empty() ? tr("broadcast ended")
                                                      : tr("broadcast to everybody");
        case v1::CommandRequest::kChairLook:
            return request.chair_look().site().empty() ? tr("the chair sees the programme again")
                                                       : tr("seen by the chair alone");
        case v1::CommandRequest::kPrecue:
            return request.precue().site().empty() ? tr("nothing is pre-cued") : tr("pre-cued");
        case v1::CommandRequest::kSetBanner:
            return request.set_banner().text().empty()
                       ? tr("no banner in {view}", {{"view", viewOf(request.set_banner().view())}})
                       : tr("banner in {view}", {{"view", viewOf(request.set_banner().view())}});
        case v1::CommandRequest::kPoll:
            return request.poll().sites().empty()
                       ? tr("poll ended in {view}", {{"view", viewOf(request.poll().view())}})
                       : tr("poll runs in {view}", {{"view", viewOf(request.poll().view())}});
        case v1::CommandRequest::kSnapshot:
            return tr("picture taken");
        case v1::CommandRequest::kPutSite:
            return tr("site list: kept");
        case v1::CommandRequest::kDeleteSite:
            return tr("site list: deleted");
        case v1::CommandRequest::kRequestSite:
            return tr("REQUEST stamped, the 30 s clock runs");
        case v1::CommandRequest::kCancelRequest:
            return tr("request cancelled, its clock stands");
        case v1::CommandRequest::kConfirmSeen:
            return tr("seen and heard: the clock stands");
        case v1::CommandRequest::kBack:
            return tr("back to the main site");
        default:
            return cascadeActOf(request);
    }
}

std::string milliseconds(double ms) {
    std::array<char, 32> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), ms, std::chars_format::fixed, 0)
            .ptr;
    return {digits.data(), end};
}

}  // namespace

std::string outcomeText(const v1::CommandRequest& request,
                        const v1::CommandReply& reply,
                        const std::vector<std::string>& sites,
                        const Globals& globals) {
    std::string text = shaded(globals, Shade::good, "✓ ") + printable(actOf(request));
    if (reply.took_ms() > 0) {
        text += "  " + milliseconds(reply.took_ms()) + " ms";
    }
    text += "\n";
    for (std::size_t i = 0; i < sites.size() && i < kNamesShown; ++i) {
        text += "  " + sites[i] + "\n";
    }
    if (sites.size() > kNamesShown) {
        text += "  … +" + std::to_string(sites.size() - kNamesShown) + "\n";
    }
    // The server's own sentence says more than the act when something could not be done: its second
    // half.
    if (request.command_case() != v1::CommandRequest::kRequestSite &&
        reply.message().find("; ") != std::string::npos) {
        text +=
            "  " +
            shaded(
                globals, Shade::warning, printable(serverText(reply.message(), globals.language))) +
            "\n";
    }
    return text;
}

}  // namespace mcu::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "cli/console/console.h"
#include "cli/server_text.h"
#include "cli/text.h"

// What keys do.

namespace mcu::cli::console {

namespace {

/// `q` twice within so long leaves.
constexpr auto kLeaveWithin = std::chrono::seconds(3);

std::string labelOf(Purpose purpose) {
    switch (purpose) {
        case Purpose::request:
            return tr("the chair asks for");
        case Purpose::take:
            return tr("put on air");
        case Purpose::prepare:
            return tr("get ready");
        case Purpose::microphone:
            return tr("microphone");
        case Purpose::filter:
            return tr("show only");
        case Purpose::reason:
            break;
    }
    return tr("reason");
}

}  // namespace

std::optional<Errand> Console::press(const Key& key, Moment now) {
    if (key.kind != Key::Kind::leave && !(key.kind == Key::Kind::text && key.text == "q")) {
        leaveAsked_.reset();
    }
    if (key.kind == Key::Kind::leave) {
        leave(now);
        return std::nullopt;
    }
    if (scroll(key)) {
        return std::nullopt;
    }
    auto sent = prompt_ ? pressInLine(key) : pressFree(key, now);
    if (sent) {
        ++underWay_;
        say("… " + sent->label, Mark::plain, now);
    }
    return sent;
}

bool Console::scroll(const Key& key) {
    const auto at = std::find(listed_.begin(), listed_.end(), cursor_);
    const std::size_t count = listed_.size();
    std::size_t index = at == listed_.end() ? top_ : static_cast<std::size_t>(at - listed_.begin());
    const std::size_t page = std::max<std::size_t>(listRows_, 1);
    const bool fresh = at == listed_.end();
    switch (key.kind) {
        case Key::Kind::up:
            index -= index > 0 && !fresh ? 1 : 0;
            break;
        case Key::Kind::down:
            index += fresh ? 0 : 1;
            break;
        case Key::Kind::pageUp:
            index -= std::min(index, page);
            break;
        case Key::Kind::pageDown:
            index += page;
            break;
        case Key::Kind::home:
            index = 0;
            break;
        case Key::Kind::end:
            index = count;
            break;
        default:
            return false;
    }
    if (count > 0) {
        cursor_ = listed_[std::min(index, count - 1)];
    }
    return true;
}

void Console::leave(Moment now) {
    if (leaveAsked_ && now.steady - *leaveAsked_ <= kLeaveWithin) {
        done_ = true;
        return;
    }
    leaveAsked_ = now.steady;
    say(tr("q once more leaves the console; the session goes on"), Mark::warning, now);
}

void Console::ask(Purpose purpose) {
    prompt_.emplace(purpose, purpose == Purpose::filter ? filter_ : std::string());
    preview_.reset();
    help_ = false;
}

std::optional<Errand> Console::pressFree(const Key& key, Moment now) {
    if (key.kind == Key::Kind::escape) {
        help_ = false;
        cursor_.clear();
        top_ = 0;
        filter_.clear();
        return std::nullopt;
    }
    if (key.kind != Key::Kind::text || key.text.size() != 1) {
        return std::nullopt;
    }
    return pressLetter(key.text[0], now);
}

std::optional<Errand> Console::pressLetter(char letter, Moment now) {
    v1::CommandRequest request;
    switch (letter) {
        case 'n':
            return step(v1::StepScript::KIND_NEXT, tr("next cue"));
        case 'N':
            return step(v1::StepScript::KIND_BACK, tr("the cue before"));
        case 't':
            return take();
        case 'b':
            request.mutable_back()->set_conference(conferenceId());
            return errand(std::move(request), tr("back to the main site"));
        case 'r':
            ask(Purpose::request);
            return std::nullopt;
        case 'p':
            ask(Purpose::prepare);
            return std::nullopt;
        case 'm':
            return muteOthers(now);
        case 'M':
            ask(Purpose::microphone);
            return std::nullopt;
        case 's':
            request.mutable_confirm_seen()->set_conference(conferenceId());
            return errand(std::move(request), tr("seen and heard"));
        case 'c':
            request.mutable_cancel_request()->set_conference(conferenceId());
            return errand(std::move(request), tr("the chair no longer wants it"));
        case 'a':
            return acknowledge(now);
        case 'y':
            return confirmOrder(now);
        case 'w':
            ask(Purpose::reason);
            return std::nullopt;
        case '/':
            ask(Purpose::filter);
            return std::nullopt;
        case '?':
        case 'h':
            help_ = !help_;
            return std::nullopt;
        case 'q':
            leave(now);
            return std::nullopt;
        default:
            say(tr("no such key; ? shows them all"), Mark::faint, now);
            return std::nullopt;
    }
}

std::optional<Errand> Console::step(v1::StepScript::Kind kind, const std::string& label) {
    v1::SessionRequest request;
    request.mutable_step_script()->set_kind(kind);
    return errand(std::move(request), label);
}

/// What the chair asked for, else what was got ready; else its name is asked. A site that was not
/// named by anybody is never taken.
std::optional<Errand> Console::take() {
    std::string id = openRequest() == nullptr ? "" : openRequest()->site();
    if (const auto* held = conference(); id.empty() && held != nullptr) {
        for (const auto& each : held->sites()) {
            id = each.precued() ? each.id() : id;
        }
    }
    if (id.empty()) {
        ask(Purpose::take);
        return std::nullopt;
    }
    conference::SiteRecord named;
    named.id = {id};
    return actOn(Purpose::take, named);
}

/// All but the chair and who is on air.
std::optional<Errand> Console::muteOthers(Moment now) {
    v1::CommandRequest request;
    auto& set = *request.mutable_set_channel();
    set.set_conference(conferenceId());
    set.set_channel(v1::CHANNEL_MICROPHONE);
    const auto* held = conference();
    for (const auto& each :
         held == nullptr ? v1::ConferenceStatus::default_instance().sites() : held->sites()) {
        if (each.microphone_on() && !each.chair() && !each.on_air() && !each.trunk()) {
            set.add_sites(each.id());
        }
    }
    if (set.sites().empty()) {
        say(tr("no microphone is open but the chair's and those on air"), Mark::faint, now);
        return std::nullopt;
    }
    return errand(std::move(request),
                  tr("mute {n} sites", {{"n", std::to_string(set.sites_size())}}));
}

/// The oldest message nobody has acknowledged.
std::optional<Errand> Console::acknowledge(Moment now) {
    if (news_) {
        for (const auto& message : news_->cascade.messages()) {
            if (message.acknowledged_by().empty() && message.from() != news_->cascade.mcu()) {
                v1::CommandRequest request;
                request.mutable_acknowledge()->set_message(message.id());
                return errand(std::move(request), tr("acknowledge"));
            }
        }
    }
    say(tr("there is nothing to acknowledge"), Mark::faint, now);
    return std::nullopt;
}

std::optional<Errand> Console::confirmOrder(Moment now) {
    for (const auto& order :
         news_ ? news_->cascade.orders() : v1::CascadeStatus::default_instance().orders()) {
        if (order.state() == "waiting") {
            v1::CommandRequest request;
            request.mutable_cascade_confirm()->set_order(order.id());
            return errand(std::move(request), tr("confirm the order"));
        }
    }
    say(tr("no order waits for a key"), Mark::faint, now);
    return std::nullopt;
}

std::optional<Errand> Console::pressInLine(const Key& key) {
    if (const auto* chosen = prompt_->chosen(key)) {
        return actOn(prompt_->purpose(), conference::SiteRecord(*chosen));
    }
    if (prompt_->type(key)) {
        preview_.reset();
        if (namesSite(prompt_->purpose()) && !prompt_->text().empty()) {
            preview_ = lookUp(directory_, sites_, prompt_->text());
        } else if (prompt_->purpose() == Purpose::filter) {
            filter_ = prompt_->text();
            top_ = 0;
        }
        return std::nullopt;
    }
    switch (key.kind) {
        case Key::Kind::enter:
            return enter();
        case Key::Kind::tab:
            if (namesSite(prompt_->purpose()) && !cursor_.empty()) {
                prompt_->replace(cursor_);
                preview_ = lookUp(directory_, sites_, cursor_);
            }
            return std::nullopt;
        case Key::Kind::escape:
            filter_ = prompt_->purpose() == Purpose::filter ? "" : filter_;
            prompt_.reset();
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

std::optional<Errand> Console::enter() {
    const std::string text = prompt_->text();
    if (prompt_->purpose() == Purpose::filter || text.empty()) {
        prompt_.reset();
        return std::nullopt;
    }
    if (prompt_->purpose() == Purpose::reason) {
        prompt_.reset();
        v1::SessionRequest request;
        request.mutable_give_reason()->set_reason(text);
        return errand(std::move(request), tr("reason"));
    }
    const auto found = lookUp(directory_, sites_, text);
    if (found.site) {
        return actOn(prompt_->purpose(), *found.site);
    }
    prompt_->offer(found.candidates);
    preview_ = found;
    return std::nullopt;
}

std::optional<Errand> Console::actOn(Purpose purpose, const conference::SiteRecord& named) {
    prompt_.reset();
    v1::CommandRequest request;
    const std::string id = named.id.value;
    std::string label = labelOf(purpose) + ": " + nameOf(id);
    switch (purpose) {
        case Purpose::request:
            request.mutable_request_site()->set_conference(conferenceId());
            request.mutable_request_site()->set_site(id);
            break;
        case Purpose::take:
            request.mutable_show()->set_conference(conferenceId());
            request.mutable_show()->set_site(id);
            break;
        case Purpose::prepare:
            request.mutable_precue()->set_conference(conferenceId());
            request.mutable_precue()->set_site(id);
            break;
        default: {
            auto& set = *request.mutable_set_channel();
            const auto* here = site(id);
            set.set_conference(conferenceId());
            set.set_channel(v1::CHANNEL_MICROPHONE);
            set.set_on(here != nullptr && !here->microphone_on());
            set.add_sites(id);
            break;
        }
    }
    return errand(std::move(request), label);
}

}  // namespace mcu::cli::console

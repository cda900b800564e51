"use strict";var nv=Object.create;var Do=Object.defineProperty;var rv=Object.getOwnPropertyDescriptor;var ov=Object.getOwnPropertyNames;var iv=Object.getPrototypeOf,sv=Object.prototype.hasOwnProperty;var Mr=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(r){throw n=[r],r}};var M=(e,t)=>()=>{try{return t||e((t={exports:{}}).exports,t),t.exports}catch(n){throw t=0,n}},No=(e,t)=>{for(var n in t)Do(e,n,{get:t[n],enumerable:!0})},fd=(e,t,n,r)=>{
if(t&&typeof t=="object"||typeof t=="function")for(let o of ov(t))!sv.call(e,o)&&o!==n&&Do(e,o,{get:()=>t[o],enumerable:!(r=rv(t,o))||r.enumerable});return e};var P=(e,t,n)=>(n=e!=null?nv(iv(e)):{},fd(t||!e||!e.__esModule?Do(n,"default",{value:e,enumerable:!0}):n,e)),av=e=>fd(Do({},"__esModule",{value:!0}),e);var md=M((GM,pd)=>{pd.exports=()=>{throw new Error("./auth0/auth0 is not in this bundle")}});var yd=M((VM,hd)=>{hd.exports=()=>{throw new Error("pug is not in this bundle")}});var bd=M((qM,gd)=>{gd.exports=()=>{throw new Error("edge is not in this bundle")}});var Pr=M((jM,wd)=>{wd.exports=()=>{throw new Error("boom is not in this bundle")}});var Sa=M((zM,vd)=>{vd.exports=()=>{throw new Error("request is not in this bundle")}});var Ed=M(Me=>{Me.auth0=md();Me.fromConnect=Me.fromExpress=Ad;Me.fromHapi=uv;Me.fromServer=Me.fromRestify=cv;Me.express=function(e,t){e.nodejsCompiler(e.script,function(n,r){
if(n)return t(n);try{r=Ad(r)}catch(o){return t(o)}return t(null,r)})};Me.html=function(e,t){xd(e,t,n=>n)};Me.pug=function(e,t){var n=yd();xd(e,t,r=>n.render(r))};
Me.jade=Me.pug;function xd(e,t,n){t(null,(r,o,i)=>{i.writeHead(200,{"Content-Type":"text/html"});var s=n(e.script);i.end(s)})}Me.cs=function(e,t){t(null,bd().func(
e.script))};var Sd=/[\-\[\]\/\{\}\(\)\*\+\?\.\\\^\$\|]/g;function xa(e){return e.auth0=function(t){return Me.auth0(e,t)},e}function Ad(e){return xa(function(t,n,r){
var o=Aa(n.x_wt);return n.originalUrl=n.url,n.url=n.url.replace(o,"/"),n.webtaskContext=Ea(t),e(n,r)})}function uv(e){var t;return e.ext("onRequest",function(n,r){
var o=Aa(n.x_wt.jtn);n.setUrl(n.url.replace(o,"/")),n.webtaskContext=t}),xa(function(n,r,o){var i=e._dispatch();t=Ea(n),i(r,o)})}function cv(e){return xa(function(t,n,r){
var o=Aa(n.x_wt);return n.originalUrl=n.url,n.url=n.url.replace(o,"/"),n.webtaskContext=Ea(t),e.emit("request",n,r)})}var dv=3,lv=2,fv=1;function Aa(e){var t=e.
container.replace(Sd,"\\$&"),n=e.jtn?e.jtn.replace(Sd,"\\$&"):"";if(e.url_format===fv)return new RegExp(`^/api/run/${t}/(?:${n}/?)?`);if(e.url_format===lv)return new RegExp(
`^/${t}/(?:${n}/?)?`);if(e.url_format===dv)return new RegExp(`^/(?:${n}/?)?`);throw new Error("Unsupported webtask URL format.")}function Ea(e){return e.read=e.
secrets.EXT_STORAGE_URL?n:t,e.write=e.secrets.EXT_STORAGE_URL?o:r,e;function t(i,s,a){var u=Pr();typeof s=="function"&&(a=s,s={}),a(u.preconditionFailed("Storag\
e is not available in this context"))}function n(i,s,a){var u=Pr(),c=Sa();typeof s=="function"&&(a=s,s={}),c({uri:e.secrets.EXT_STORAGE_URL,method:"GET",headers:s.
headers||{},qs:{path:i},json:!0},function(d,f,y){if(d)return a(u.boomify(d,{statusCode:502}));if(f.statusCode===404&&Object.hasOwnProperty.call(s,"defaultValue"))
return a(null,s.defaultValue);if(f.statusCode>=400)return a(new u(y&&y.message,{statusCode:f.statusCode}));a(null,y)})}function r(i,s,a,u){var c=Pr();typeof a==
"function"&&(u=a,a={}),u(c.preconditionFailed("Storage is not available in this context"))}function o(i,s,a,u){var c=Pr(),d=Sa();typeof a=="function"&&(u=a,a={}),
d({uri:e.secrets.EXT_STORAGE_URL,method:"PUT",headers:a.headers||{},qs:{path:i},body:s},function(f,y,p){if(f)return u(c.boomify(f,{statusCode:502}));if(y.statusCode>=
400)return u(new c(p&&p.message,{statusCode:y.statusCode}));u(null)})}}});var cl=M((XP,ul)=>{var PS=typeof global=="object"&&global&&global.Object===Object&&global;ul.exports=PS});var ll=M((ZP,dl)=>{var IS=cl(),LS=typeof self=="object"&&self&&self.Object===Object&&self,CS=IS||LS||Function("return this")();dl.exports=CS});var Ca=M((QP,fl)=>{var DS=ll(),NS=DS.Symbol;fl.exports=NS});var yl=M((eI,hl)=>{var pl=Ca(),ml=Object.prototype,FS=ml.hasOwnProperty,BS=ml.toString,Lr=pl?pl.toStringTag:void 0;function HS(e){var t=FS.call(e,Lr),n=e[Lr];try{
e[Lr]=void 0;var r=!0}catch{}var o=BS.call(e);return r&&(t?e[Lr]=n:delete e[Lr]),o}hl.exports=HS});var bl=M((tI,gl)=>{var US=Object.prototype,$S=US.toString;function WS(e){return $S.call(e)}gl.exports=WS});var xl=M((nI,Sl)=>{var wl=Ca(),KS=yl(),GS=bl(),VS="[object Null]",qS="[object Undefined]",vl=wl?wl.toStringTag:void 0;function jS(e){return e==null?e===void 0?qS:
VS:vl&&vl in Object(e)?KS(e):GS(e)}Sl.exports=jS});var El=M((rI,Al)=>{function zS(e){return e!=null&&typeof e=="object"}Al.exports=zS});var kl=M((oI,Rl)=>{var JS=xl(),YS=El(),XS="[object Symbol]";function ZS(e){return typeof e=="symbol"||YS(e)&&JS(e)==XS}Rl.exports=ZS});var Da=M((iI,_l)=>{var QS=kl();function e0(e,t,n){for(var r=-1,o=e.length;++r<o;){var i=e[r],s=t(i);if(s!=null&&(a===void 0?s===s&&!QS(s):n(s,a)))var a=s,u=i}return u}
_l.exports=e0});var Ol=M((sI,Tl)=>{function t0(e,t){return e>t}Tl.exports=t0});var Vo=M((aI,Ml)=>{function n0(e){return e}Ml.exports=n0});var Pn=M((uI,Pl)=>{var r0=Da(),o0=Ol(),i0=Vo();function s0(e){return e&&e.length?r0(e,i0,o0):void 0}Pl.exports=s0});var Ll=M((cI,Il)=>{function a0(e,t){return e<t}Il.exports=a0});var Cr=M((dI,Cl)=>{var u0=Da(),c0=Ll(),d0=Vo();function l0(e){return e&&e.length?u0(e,d0,c0):void 0}Cl.exports=l0});var Nl=M((lI,Dl)=>{function f0(e,t){for(var n,r=-1,o=e.length;++r<o;){var i=t(e[r]);i!==void 0&&(n=n===void 0?i:n+i)}return n}Dl.exports=f0});var ht=M((fI,Fl)=>{var p0=Nl(),m0=Vo();function h0(e){return e&&e.length?p0(e,m0):0}Fl.exports=h0});var ep=M((RC,Qf)=>{Qf.exports=()=>{throw new Error("./streams.cjs is not in this bundle")}});async function*su(e,t=!0){for(let n of e)if("stream"in n)yield*n.stream();else if(ArrayBuffer.isView(n))if(t){let r=n.byteOffset,o=n.byteOffset+n.byteLength;for(;r!==
o;){let i=Math.min(o-r,tp),s=n.buffer.slice(r,r+i);r+=s.byteLength,yield new Uint8Array(s)}}else yield n;else{let r=0,o=n;for(;r!==o.size;){let s=await o.slice(
r,Math.min(o.size,r+tp)).arrayBuffer();r+=s.byteLength,yield new Uint8Array(s)}}}var kC,tp,np,Ox,bt,Wr=Mr(()=>{kC=P(ep(),1);tp=65536;np=class au{#e=[];#r="";#n=0;#o="\
transparent";constructor(t=[],n={}){if(typeof t!="object"||t===null)throw new TypeError("Failed to construct 'Blob': The provided value cannot be converted to a\
 sequence.");if(typeof t[Symbol.iterator]!="function")throw new TypeError("Failed to construct 'Blob': The object must have a callable @@iterator property.");if(typeof n!=
"object"&&typeof n!="function")throw new TypeError("Failed to construct 'Blob': parameter 2 cannot convert to dictionary.");n===null&&(n={});let r=new TextEncoder;
for(let i of t){let s;ArrayBuffer.isView(i)?s=new Uint8Array(i.buffer.slice(i.byteOffset,i.byteOffset+i.byteLength)):i instanceof ArrayBuffer?s=new Uint8Array(i.
slice(0)):i instanceof au?s=i:s=r.encode(`${i}`),this.#n+=ArrayBuffer.isView(s)?s.byteLength:s.size,this.#e.push(s)}this.#o=`${n.endings===void 0?"transparent":
n.endings}`;let o=n.type===void 0?"":String(n.type);this.#r=/^[\x20-\x7E]*$/.test(o)?o:""}get size(){return this.#n}get type(){return this.#r}async text(){let t=new TextDecoder,
n="";for await(let r of su(this.#e,!1))n+=t.decode(r,{stream:!0});return n+=t.decode(),n}async arrayBuffer(){let t=new Uint8Array(this.size),n=0;for await(let r of su(
this.#e,!1))t.set(r,n),n+=r.length;return t.buffer}stream(){let t=su(this.#e,!0);return new globalThis.ReadableStream({type:"bytes",async pull(n){let r=await t.
next();r.done?n.close():n.enqueue(r.value)},async cancel(){await t.return()}})}slice(t=0,n=this.size,r=""){let{size:o}=this,i=t<0?Math.max(o+t,0):Math.min(t,o),
s=n<0?Math.max(o+n,0):Math.min(n,o),a=Math.max(s-i,0),u=this.#e,c=[],d=0;for(let y of u){if(d>=a)break;let p=ArrayBuffer.isView(y)?y.byteLength:y.size;if(i&&p<=
i)i-=p,s-=p;else{let m;ArrayBuffer.isView(y)?(m=y.subarray(i,Math.min(p,s)),d+=m.byteLength):(m=y.slice(i,Math.min(p,s)),d+=m.size),s-=p,c.push(m),i=0}}let f=new au(
[],{type:String(r).toLowerCase()});return f.#n=a,f.#e=c,f}get[Symbol.toStringTag](){return"Blob"}static[Symbol.hasInstance](t){return t&&typeof t=="object"&&typeof t.
constructor=="function"&&(typeof t.stream=="function"||typeof t.arrayBuffer=="function")&&/^(Blob|File)$/.test(t[Symbol.toStringTag])}};Object.defineProperties(
np.prototype,{size:{enumerable:!0},type:{enumerable:!0},slice:{enumerable:!0}});Ox=np,bt=Ox});var Mx,Px,Kn,uu=Mr(()=>{Wr();Mx=class extends bt{#e=0;#r="";constructor(t,n,r={}){if(arguments.length<2)throw new TypeError(`Failed to construct 'File': 2 argum\
ents required, but only ${arguments.length} present.`);super(t,r),r===null&&(r={});let o=r.lastModified===void 0?Date.now():Number(r.lastModified);Number.isNaN(
o)||(this.#e=o),this.#r=String(n)}get name(){return this.#r}get lastModified(){return this.#e}get[Symbol.toStringTag](){return"File"}static[Symbol.hasInstance](t){
return!!t&&t instanceof bt&&/^(File)$/.test(t[Symbol.toStringTag])}},Px=Mx,Kn=Px});function ip(e,t=bt){var n=`${rp()}${rp()}`.replace(/\./g,"").slice(-28).padStart(32,"-"),r=[],o=`--${n}\r
Content-Disposition: form-data; name="`;return e.forEach((i,s)=>typeof i=="string"?r.push(o+cu(s)+`"\r
\r
${i.replace(/\r(?!\n)|(?<!\r)\n/g,`\r
`)}\r
`):r.push(o+cu(s)+`"; filename="${cu(i.name,1)}"\r
Content-Type: ${i.type||"application/octet-stream"}\r
\r
`,i,`\r
`)),r.push(`--${n}--`),new t(r,{type:"multipart/form-data; boundary="+n})}var Kr,Ix,Lx,rp,Cx,op,cu,cn,dn,pi=Mr(()=>{Wr();uu();({toStringTag:Kr,iterator:Ix,hasInstance:Lx}=
Symbol),rp=Math.random,Cx="append,set,get,getAll,delete,keys,values,entries,forEach,constructor".split(","),op=(e,t,n)=>(e+="",/^(Blob|File)$/.test(t&&t[Kr])?[(n=
n!==void 0?n+"":t[Kr]=="File"?t.name:"blob",e),t.name!==n||t[Kr]=="blob"?new Kn([t],n,t):t]:[e,t+""]),cu=(e,t)=>(t?e:e.replace(/\r?\n|\r/g,`\r
`)).replace(/\n/g,"%0A").replace(/\r/g,"%0D").replace(/"/g,"%22"),cn=(e,t,n)=>{if(t.length<n)throw new TypeError(`Failed to execute '${e}' on 'FormData': ${n} a\
rguments required, but only ${t.length} present.`)},dn=class{#e=[];constructor(...t){if(t.length)throw new TypeError("Failed to construct 'FormData': parameter \
1 is not of type 'HTMLFormElement'.")}get[Kr](){return"FormData"}[Ix](){return this.entries()}static[Lx](t){return t&&typeof t=="object"&&t[Kr]==="FormData"&&!Cx.
some(n=>typeof t[n]!="function")}append(...t){cn("append",arguments,2),this.#e.push(op(...t))}delete(t){cn("delete",arguments,1),t+="",this.#e=this.#e.filter(([
n])=>n!==t)}get(t){cn("get",arguments,1),t+="";for(var n=this.#e,r=n.length,o=0;o<r;o++)if(n[o][0]===t)return n[o][1];return null}getAll(t,n){return cn("getAll",
arguments,1),n=[],t+="",this.#e.forEach(r=>r[0]===t&&n.push(r[1])),n}has(t){return cn("has",arguments,1),t+="",this.#e.some(n=>n[0]===t)}forEach(t,n){cn("forEac\
h",arguments,1);for(var[r,o]of this)t.call(n,o,r,this)}set(...t){cn("set",arguments,2);var n=[],r=!0;t=op(...t),this.#e.forEach(o=>{o[0]===t[0]?r&&(r=!n.push(t)):
n.push(o)}),r&&n.push(t),this.#e=n}*entries(){yield*this.#e}*keys(){for(var[t]of this)yield t}*values(){for(var[,t]of this)yield t}}});var dp=M((HC,cp)=>{if(!globalThis.DOMException)try{let{MessageChannel:e}=require("worker_threads"),t=new e().port1,n=new ArrayBuffer;t.postMessage(n,[n,n])}catch(e){
e.constructor.name==="DOMException"&&(globalThis.DOMException=e.constructor)}cp.exports=globalThis.DOMException});var hi,Dx,WC,lu=Mr(()=>{hi=require("node:fs"),Dx=P(dp(),1);uu();Wr();({stat:WC}=hi.promises)});var fp={};No(fp,{toFormData:()=>Wx});function $x(e){let t=e.match(/\bfilename=("(.*?)"|([^()<>@,;:\\"/[\]?={}\s\t]+))($|;\s)/i);if(!t)return;let n=t[2]||t[3]||"",
r=n.slice(n.lastIndexOf("\\")+1);return r=r.replace(/%22/g,'"'),r=r.replace(/&#(\d{4});/g,(o,i)=>String.fromCharCode(i)),r}async function Wx(e,t){if(!/multipart/i.
test(t))throw new TypeError("Failed to fetch");let n=t.match(/boundary=(?:"([^"]+)"|([^;]+))/i);if(!n)throw new TypeError("no or bad content-type header, no mul\
tipart boundary");let r=new fu(n[1]||n[2]),o,i,s,a,u,c,d=[],f=new dn,y=w=>{s+=b.decode(w,{stream:!0})},p=w=>{d.push(w)},m=()=>{let w=new Kn(d,c,{type:u});f.append(
a,w)},g=()=>{f.append(a,s)},b=new TextDecoder("utf-8");b.decode(),r.onPartBegin=function(){r.onPartData=y,r.onPartEnd=g,o="",i="",s="",a="",u="",c=null,d.length=
0},r.onHeaderField=function(w){o+=b.decode(w,{stream:!0})},r.onHeaderValue=function(w){i+=b.decode(w,{stream:!0})},r.onHeaderEnd=function(){if(i+=b.decode(),o=o.
toLowerCase(),o==="content-disposition"){let w=i.match(/\bname=("([^"]*)"|([^()<>@,;:\\"/[\]?={}\s\t]+))/i);w&&(a=w[2]||w[3]||""),c=$x(i),c&&(r.onPartData=p,r.onPartEnd=
m)}else o==="content-type"&&(u=i);i="",o=""};for await(let w of e)r.write(w);return r.end(),f}var ut,W,lp,Bt,yi,gi,Nx,Vr,Fx,Bx,Hx,Ux,ln,fu,pp=Mr(()=>{lu();pi();
ut=0,W={START_BOUNDARY:ut++,HEADER_FIELD_START:ut++,HEADER_FIELD:ut++,HEADER_VALUE_START:ut++,HEADER_VALUE:ut++,HEADER_VALUE_ALMOST_DONE:ut++,HEADERS_ALMOST_DONE:ut++,
PART_DATA_START:ut++,PART_DATA:ut++,END:ut++},lp=1,Bt={PART_BOUNDARY:lp,LAST_BOUNDARY:lp*=2},yi=10,gi=13,Nx=32,Vr=45,Fx=58,Bx=97,Hx=122,Ux=e=>e|32,ln=()=>{},fu=
class{constructor(t){this.index=0,this.flags=0,this.onHeaderEnd=ln,this.onHeaderField=ln,this.onHeadersEnd=ln,this.onHeaderValue=ln,this.onPartBegin=ln,this.onPartData=
ln,this.onPartEnd=ln,this.boundaryChars={},t=`\r
--`+t;let n=new Uint8Array(t.length);for(let r=0;r<t.length;r++)n[r]=t.charCodeAt(r),this.boundaryChars[n[r]]=!0;this.boundary=n,this.lookbehind=new Uint8Array(
this.boundary.length+8),this.state=W.START_BOUNDARY}write(t){let n=0,r=t.length,o=this.index,{lookbehind:i,boundary:s,boundaryChars:a,index:u,state:c,flags:d}=this,
f=this.boundary.length,y=f-1,p=t.length,m,g,b=x=>{this[x+"Mark"]=n},w=x=>{delete this[x+"Mark"]},S=(x,O,T,de)=>{(O===void 0||O!==T)&&this[x](de&&de.subarray(O,T))},
A=(x,O)=>{let T=x+"Mark";T in this&&(O?(S(x,this[T],n,t),delete this[T]):(S(x,this[T],t.length,t),this[T]=0))};for(n=0;n<r;n++)switch(m=t[n],c){case W.START_BOUNDARY:
if(u===s.length-2){if(m===Vr)d|=Bt.LAST_BOUNDARY;else if(m!==gi)return;u++;break}else if(u-1===s.length-2){if(d&Bt.LAST_BOUNDARY&&m===Vr)c=W.END,d=0;else if(!(d&
Bt.LAST_BOUNDARY)&&m===yi)u=0,S("onPartBegin"),c=W.HEADER_FIELD_START;else return;break}m!==s[u+2]&&(u=-2),m===s[u+2]&&u++;break;case W.HEADER_FIELD_START:c=W.HEADER_FIELD,
b("onHeaderField"),u=0;case W.HEADER_FIELD:if(m===gi){w("onHeaderField"),c=W.HEADERS_ALMOST_DONE;break}if(u++,m===Vr)break;if(m===Fx){if(u===1)return;A("onHeade\
rField",!0),c=W.HEADER_VALUE_START;break}if(g=Ux(m),g<Bx||g>Hx)return;break;case W.HEADER_VALUE_START:if(m===Nx)break;b("onHeaderValue"),c=W.HEADER_VALUE;case W.
HEADER_VALUE:m===gi&&(A("onHeaderValue",!0),S("onHeaderEnd"),c=W.HEADER_VALUE_ALMOST_DONE);break;case W.HEADER_VALUE_ALMOST_DONE:if(m!==yi)return;c=W.HEADER_FIELD_START;
break;case W.HEADERS_ALMOST_DONE:if(m!==yi)return;S("onHeadersEnd"),c=W.PART_DATA_START;break;case W.PART_DATA_START:c=W.PART_DATA,b("onPartData");case W.PART_DATA:
if(o=u,u===0){for(n+=y;n<p&&!(t[n]in a);)n+=f;n-=y,m=t[n]}if(u<s.length)s[u]===m?(u===0&&A("onPartData",!0),u++):u=0;else if(u===s.length)u++,m===gi?d|=Bt.PART_BOUNDARY:
m===Vr?d|=Bt.LAST_BOUNDARY:u=0;else if(u-1===s.length)if(d&Bt.PART_BOUNDARY){if(u=0,m===yi){d&=~Bt.PART_BOUNDARY,S("onPartEnd"),S("onPartBegin"),c=W.HEADER_FIELD_START;
break}}else d&Bt.LAST_BOUNDARY&&m===Vr?(S("onPartEnd"),c=W.END,d=0):u=0;if(u>0)i[u-1]=m;else if(o>0){let x=new Uint8Array(i.buffer,i.byteOffset,i.byteLength);S(
"onPartData",0,o,x),o=0,b("onPartData"),n--}break;case W.END:break;default:throw new Error(`Unexpected state entered: ${c}`)}A("onHeaderField"),A("onHeaderValue"),
A("onPartData"),this.index=u,this.state=c,this.flags=d}end(){if(this.state===W.HEADER_FIELD_START&&this.index===0||this.state===W.PART_DATA&&this.index===this.boundary.
length)this.onPartEnd();else if(this.state!==W.END)throw new Error("MultipartParser.end(): stream ended unexpectedly")}}});var xy=M((jH,Sy)=>{Sy.exports=()=>{throw new Error("./utils/body.js is not in this bundle")}});var Iy=M((pU,Py)=>{Py.exports=()=>{throw new Error("./utils/mount.js is not in this bundle")}});var Ow=M((lj,Tw)=>{Tw.exports=Promise});var Pw=M((fj,Mw)=>{function pa(e){Error.call(this,e),this.name="ArgumentError",this.message=e,this.status=400}pa.prototype=Object.create(Error.prototype);pa.prototype.
constructor=pa;Mw.exports=pa});var Lw=M((pj,Iw)=>{function ma(e){Error.call(this,e),this.name="ForbiddenError",this.message=e,this.status=403}ma.prototype=Object.create(Error.prototype);ma.prototype.
constructor=ma;Iw.exports=ma});var Dw=M((mj,Cw)=>{function ha(e,t){Error.call(this,e),this.name="HookTokenError",this.message=e,this.status=401,this.innerError=t}ha.prototype=Object.create(Error.
prototype);ha.prototype.constructor=ha;Cw.exports=ha});var Fw=M((hj,Nw)=>{function ya(e,t,n){Error.call(this,t),this.name="ManagementApiError",this.code=e,this.message=t,this.status=n||400}ya.prototype=Object.create(
Error.prototype);ya.prototype.constructor=ya;Nw.exports=ya});var Hw=M((yj,Bw)=>{function ga(e){Error.call(this,e),this.name="NotFoundError",this.message=e,this.status=404}ga.prototype=Object.create(Error.prototype);ga.prototype.
constructor=ga;Bw.exports=ga});var $w=M((gj,Uw)=>{function ba(e){Error.call(this,e),this.name="UnauthorizedError",this.message=e,this.status=401}ba.prototype=Object.create(Error.prototype);ba.
prototype.constructor=ba;Uw.exports=ba});var Kw=M((bj,Ww)=>{function wa(e){Error.call(this,e),this.name="ValidationError",this.message=e,this.status=400}wa.prototype=Object.create(Error.prototype);wa.prototype.
constructor=wa;Ww.exports=wa});var Gw=M((wj,tn)=>{tn.exports.ArgumentError=Pw();tn.exports.ForbiddenError=Lw();tn.exports.HookTokenError=Dw();tn.exports.ManagementApiError=Fw();tn.exports.NotFoundError=
Hw();tn.exports.UnauthorizedError=$w();tn.exports.ValidationError=Kw()});var jw=M((vj,qw)=>{var Vw=Ow(),OM=Gw().ArgumentError;function va(e,t){if(e==null)throw new OM("Must provide the Webtask storage object");t=t||{force:1},this.storage=
e,this.options=t,this.defaultData=t.defaultData||{}}va.prototype.read=function(){let e=this;return new Vw(function(n,r){e.storage.get(function(o,i){return o?r(o):
n(i||e.defaultData)})})};va.prototype.write=function(e){let t=this;return new Vw(function(n,r){t.storage.set(e,t.options,function(o){return o?r(o):n()})})};va.prototype.
writeRetryCondition=function(e){return e.code===409};qw.exports=va});var WM={};No(WM,{webtask:()=>CM});module.exports=av(WM);var ev=P(Ed());function On(e,t,n){return{...n.encode(t(e)),logId:e.log_id}}var pv="exporter_test";function Rd(e){let t=new Date(e).toISOString();return{log_id:`test-${t}`,date:t,type:pv,description:"A test record that the exporter sent\
 when somebody tested the connections on its page. Nothing happened in the tenant."}}async function kd(e,t){let n=Rd(e.clock.now()),[r,...o]=await Promise.all([mv(e,t),...e.destinations.map(i=>hv(e,i,n,t))]);return[...r,...o]}async function mv({
domain:e,tokens:t,probe:n,clock:r},o){t.forget();let i=gv(await t.getToken(o-r.now()),e);return i.isOk?[i,bv(await n.newest(o-r.now()))]:[i,yv]}async function hv({
toRecord:e,clock:t},n,r,o){let i=On(r,e,n),s=await n.deliver([i],o-t.now());return{what:"deliver",destination:n.kind,isOk:s.status==="accepted",text:vv(s,i.logType)}}
var yv={what:"read-log",isOk:!1,text:"Reading a log was not tried, because there is no token for it."},_d="This may pass by itself: try again in some minutes.";
function gv(e,t){let n="sign-in";switch(e.status){case"token":return{what:n,isOk:!0,text:`Auth0 gave a token for ${t}.`};case"misconfigured":return{what:n,isOk:!1,
text:Mn(`Auth0 gave no token: ${e.problem}`)};case"retry":{let r=`${Mn(`Auth0 gave no token: ${e.reason}`)} ${_d}`;return{what:n,isOk:!1,text:r}}}}function bv(e){
let t="read-log";switch(e.status){case"found":return{what:t,isOk:!0,text:`Read the newest log, ${wv(e.atMs)}.`};case"none":return{what:t,isOk:!0,text:"The tenan\
t has no log yet, but reading is allowed."};case"failed":return{what:t,isOk:!1,text:Mn(`No log could be read: ${e.reason}`)}}}function wv(e){return e===void 0?"\
which does not say when it happened":`of ${new Date(e).toISOString().replace(/\.\d+Z$/,"Z")}`}function vv(e,t){switch(e.status){case"accepted":return`Azure acce\
pted the test record. It shows in the table as type ${t}, within some minutes.`;case"retry":return`${Mn(`Azure did not confirm the test record: ${e.reason}`)} ${_d}`;case"\
refused":return Mn(`Azure refused the test record: ${e.reason}`);case"misconfigured":return Mn(`Azure did not take the test record: ${e.problem}`)}}function Mn(e){
return/[.!?]$/.test(e)?e:`${e}.`}function Fo(e,t){let n=Date.parse(e.header("date")??"");return Math.abs(n-t)>5e3?n:t}function Ke(e,t){let n=e.header("retry-after")?.trim();if(n===void 0||n==="")return;if(/^\d{1,9}$/.test(n))return Number(n)*1e3;let r=Date.parse(n);return Number.
isNaN(r)?void 0:Math.max(0,r-Fo(e,t))}var Sv=1e6,Ra="Microsoft ended support for the HTTP Data Collector API on 14 September 2026 and may have switched it off",xv={InactiveCustomer:"The workspace is\
 closed: reopen it, or enter another in LOGANALYTICS_WORKSPACEID.",InvalidApiVersion:"LOGANALYTICS_APIVERSION is not known to the service: 2016-04-01 is.",MissingApiVersion:"\
LOGANALYTICS_ENDPOINT must not remove the query of the address.",InvalidCustomerId:"LOGANALYTICS_WORKSPACEID is not the id of a workspace.",InvalidLogType:"LOGA\
NALYTICS_NAMESPACE must begin with a letter and hold only letters, digits and underscores."};function Td(e,t,n){let{statusCode:r}=e;if(r>=200&&r<300)return Av(e);
let o=kv(e.body),i=`Azure answered ${r}${o===""?"":` ${o}`}`;if(r===408||r===429||r>=500){let s=Ke(e,n);return{status:"retry",reason:i,isRateLimited:r===429,...s===
void 0?{}:{waitMs:s}}}return r===413||r===404&&t>=Sv?{status:"refused",reason:`${i}: the batch is too large`}:r===400&&o==="InvalidDataFormat"?{status:"refused",
reason:`${i}: a record cannot be read`}:Rv(i,Ev(r,o))}function Av({statusCode:e,body:t}){return/^\s*</.test(t)?{status:"retry",reason:`something other than Azur\
e answered ${e} with a web page`}:{status:"accepted"}}function Od(e){let t=/ENOTFOUND|EAI_AGAIN/.test(e.reason)?`; check LOGANALYTICS_WORKSPACEID and LOGANALYTI\
CS_CLOUD. ${Ra}`:"";return{status:"retry",reason:`${e.reason}${t}`}}function Ev(e,t){return e===403?`LOGANALYTICS_WORKSPACEKEY is not a key of the workspace LOG\
ANALYTICS_WORKSPACEID, the workspace does not allow shared keys (local authentication is off), or the clock of the machine that sends is minutes off. If all are\
 right: ${Ra}.`:e===404||e===410?`Check LOGANALYTICS_WORKSPACEID, LOGANALYTICS_CLOUD and LOGANALYTICS_ENDPOINT. If they are right: ${Ra}.`:e>=300&&e<400?"LOGANA\
LYTICS_ENDPOINT leads to another address: enter that one.":xv[t]??"The service refuses every batch, or something on the way to it does: check LOGANALYTICS_ENDPO\
INT and any proxy."}function Rv(e,t){return{status:"misconfigured",problem:`${e}. ${t} Nothing was lost: the export goes on where it stopped.`}}function kv(e){try{
let{Error:t}=JSON.parse(e);return typeof t=="string"&&/^[A-Za-z]{1,40}$/.test(t)?t:""}catch{return""}}var _v=new TextEncoder;function Md(e,t){return e.length*3>t&&Buffer.byteLength(e)>t}function ka(e,t){let{read:n}=_v.encodeInto(e,new Uint8Array(Math.max(0,t)));
return e.slice(0,n)}function nn(e){let t=2;for(let n=0;n<e.length;n+=1){let r=e.charCodeAt(n);Pd(e,r,n)?(t+=4,n+=1):t+=Id(r)}return t}function Bo(e,t){let n=t-2,
r=0;for(;r<e.length;){let o=e.charCodeAt(r),i=Pd(e,o,r);if(n-=i?4:Id(o),n<0)break;r+=i?2:1}return e.slice(0,r)}function Pd(e,t,n){if(t<55296||t>56319||n+1>=e.length)
return!1;let r=e.charCodeAt(n+1);return r>=56320&&r<=57343}function Id(e){return e<32?Tv(e)?2:6:e<128?e===34||e===92?2:1:e<2048?2:e>=55296&&e<=57343?6:3}function Tv(e){
return e===8||e===9||e===10||e===12||e===13}var Qe=[],Ir=[{name:"log_id",kind:"text",meaning:"unique id of the log, 56 digits"},{name:"date",kind:"time",meaning:"when it happened, as Auth0 gave it"},{name:"\
type",kind:"text",meaning:"Auth0's code of the log type"},{name:"event",kind:"text",sources:Qe,meaning:"name of the log type; its code when unknown"},{name:"cat\
egory",kind:"text",sources:Qe,meaning:"group of the type in Auth0's catalog; absent when unknown"},{name:"level",kind:"number",sources:Qe,meaning:"0 debug, 1 in\
fo, 2 warning, 3 error, 4 critical"},{name:"severity",kind:"text",sources:Qe,meaning:"the word for the level"},{name:"description",kind:"text",meaning:"what hap\
pened, in words"},{name:"connection",kind:"text",meaning:"name of the connection"},{name:"connection_id",kind:"text",meaning:"id of the connection"},{name:"clie\
nt_id",kind:"text",meaning:"id of the application"},{name:"client_name",kind:"text",meaning:"name of the application"},{name:"ip",kind:"text",meaning:"address t\
he request came from, IPv4 or IPv6"},{name:"client_ip",kind:"text",meaning:"address of the application's own client, when it was handed on"},{name:"user_agent",
kind:"text",meaning:"user agent, raw or in Auth0's short form"},{name:"os",kind:"text",sources:Qe,meaning:"operating system, from the user agent"},{name:"os_ver\
sion",kind:"text",sources:Qe,meaning:"version of the operating system"},{name:"browser",kind:"text",sources:Qe,meaning:"browser or client program, from the user\
 agent"},{name:"browser_version",kind:"text",sources:Qe,meaning:"version of the browser"},{name:"device",kind:"text",sources:Qe,meaning:"maker and model, or des\
ktop, mobile, tablet, tv, bot"},{name:"is_mobile",kind:"boolean",sources:["isMobile","is_mobile"],meaning:"whether Auth0 took the client for a mobile one"},{name:"\
hostname",kind:"text",meaning:"host that the request was sent to"},{name:"user_id",kind:"text",meaning:"id of the user"},{name:"user_name",kind:"text",meaning:"\
name or e-mail address of the user"},{name:"identity_user_id",kind:"text",meaning:"user's id at the identity provider"},{name:"strategy",kind:"text",meaning:"ki\
nd of identity provider"},{name:"strategy_type",kind:"text",meaning:"database, social, enterprise, passwordless"},{name:"organization_id",kind:"text",meaning:"i\
d of the organization"},{name:"organization_name",kind:"text",meaning:"name of the organization"},{name:"audience",kind:"text",meaning:"API that a token was ask\
ed for"},{name:"scope",kind:"text",meaning:"scopes, separated by spaces"},{name:"tenant_name",kind:"text",meaning:"name of the tenant"},{name:"environment_name",
kind:"text",meaning:"Auth0's environment, such as prod-us-1"},{name:"agent_id",kind:"text",meaning:"id of the AI agent that acted"},{name:"external_agent_id",kind:"\
text",meaning:"id of the AI agent outside Auth0"},{name:"mtls_thumbprint_sha256",kind:"text",meaning:"thumbprint of the client's certificate"},{name:"transactio\
n_linking_id",kind:"text",meaning:"joins the logs of one transaction"},{name:"session_connection",kind:"text",meaning:"connection that the session came from"},{
name:"email",kind:"text",meaning:"e-mail address"},{name:"title",kind:"text",meaning:"title of a notice"},{name:"tracking_id",kind:"text",meaning:"Auth0's track\
ing id"},{name:"details",kind:"json",meaning:"what belongs to the type: request, response, error, prompts"},{name:"location_info",kind:"json",meaning:"place of \
the address: country, city, coordinates"},{name:"auth0_client",kind:"json",meaning:"the application's Auth0 library"},{name:"references",kind:"json",meaning:"co\
rrelation and trace ids"},{name:"security_context",kind:"json",meaning:"fingerprints of the TLS connection"},{name:"event_schema",kind:"json",sources:["$event_s\
chema"],meaning:"version of the event's schema"},{name:"body",kind:"json",meaning:"body of the request"},{name:"query",kind:"json",meaning:"query of the request"},
{name:"additional_fields",kind:"json",sources:Qe,meaning:"every field that has no column of its own"},{name:"truncated_fields",kind:"text",sources:Qe,meaning:"c\
olumns that were shortened to fit, separated by commas"}],Ov=new Map(Ir.map(({name:e,kind:t})=>[e,t]));function _a(e){return Ov.get(e)??"text"}function Ho(e,t){let n=t/e.length;for(;;){let r=0,o=0;for(let s=0;s<e.length;s+=1){let a=e[s]??0;a<=n?r+=a:o+=1}if(o===0)return Number.POSITIVE_INFINITY;let i=(t-
r)/o;if(i-n<=Math.abs(n)*.001)return n;n=i}}var Oa=64,Ma=40,Mv="[cut]",Pv=256;function Pa(e,t){if(!(t<Oa))try{let n=JSON.parse(e),r=new Map;return JSON.stringify(Dd(n,Uo(n,r),t,r))}catch{return JSON.stringify(
Nd(e,t))}}function Uo(e,t){if(typeof e=="string")return nn(e);if(typeof e!="object"||e===null)return String(e).length;let n=t.get(e);if(n!==void 0)return n.size;
let r=Array.isArray(e)?[]:Object.keys(e),o=Array.isArray(e)?Iv(e,t):Lv(e,r,t);return o>=Pv&&t.set(e,{size:o,names:r}),o}function Iv(e,t){let n=2+Math.max(0,e.length-
1);for(let r of e)n+=Uo(r,t);return n}function Lv(e,t,n){let r=2+Math.max(0,t.length-1);for(let o of t)r+=nn(o)+1+Uo(e[o],n);return r}function Dd(e,t,n,r){if(t<=
n)return e;if(typeof e=="string")return Nd(e,n);if(typeof e!="object"||e===null)return e;if(Array.isArray(e)){let f=Float64Array.from(e,()=>1),{kept:y,droppedBytes:p}=Ld(
e,f,n,r),m=y.map(([,g])=>g);return p===0?m:[...m,Ta(p)]}let o=e,i=r.get(o)?.names??Object.keys(o),s=i.map(f=>o[f]),a=Float64Array.from(i,f=>nn(f)+2),{kept:u,droppedBytes:c}=Ld(
s,a,n,r),d=u.map(([f,y])=>[i[f]??"",y]);return c>0&&d.push([Mv,Ta(c)]),Object.fromEntries(d)}function Ld(e,t,n,r){let o=Float64Array.from(e,f=>Uo(f,r)),i=Cv(o,t,
n-2),s=n-2-(i.length<e.length?Ma:0),a=Cd(o)+Cd(t);for(let f of i)s-=t[f]??0,a-=(t[f]??0)+(o[f]??0);let u=i.map(f=>o[f]??0),c=Math.max(Oa,Math.floor(Ho(u,s)));return{
kept:i.map(f=>{let y=o[f]??0;return[f,Dd(e[f],y,Math.min(y,c),r)]}),droppedBytes:a}}function Cv(e,t,n){let r=a=>(t[a]??0)+Math.min(e[a]??0,Oa),o=Array.from(e,(a,u)=>u),
i=0;for(let a of o)i+=r(a);if(i<=n)return o;let s=n-Ma;return o.filter(a=>{let u=r(a);return u>s?!1:(s-=u,!0)})}function Nd(e,t){let n=Bo(e,t-Ma);return n+Ta(Buffer.
byteLength(e)-Buffer.byteLength(n))}function Ta(e){return`[cut: ${e} bytes]`}function Cd(e){let t=0;for(let n of e)t+=n;return t}var Fd=new Set(["log_id","date","truncated_fields"]),Dv=new Set([...Fd,"type"]),Nv=6,Fv=4,Bv=12;function Bd(e,t){let n=Hv(e,t.maxFieldBytes);return Uv(n,t.maxRecordBytes)?
n:$v(n,t)}function Hv(e,t){let n={},r=[];for(let o of Object.keys(e)){let i=e[o];if(typeof i!="string"||Fd.has(o)||!Md(i,t))continue;let s=_a(o)==="json"?Pa(i,t):
ka(i,t);s?n[o]=s:r.push(o)}return Hd(e,n,r,t)}function Uv(e,t){let n=2;for(let r of Object.keys(e)){let o=e[r],i=typeof o=="string"?o.length:String(o).length;n+=
(r.length+i)*Nv+Fv+2}return n<=t}function $v(e,t){if(Buffer.byteLength(JSON.stringify(e))<=t.maxRecordBytes)return e;let n=Object.keys(e).filter(u=>typeof e[u]==
"string"&&!Dv.has(u)),r=n.map(u=>nn(Ia(e,u))),o=t.maxRecordBytes-Wv(e,n),i=Math.floor(Ho(r,o)),s={},a=[];return n.forEach((u,c)=>{let d=r[c]??0;if(d<=i)return;let f=Kv(
u,Ia(e,u),d,i);f?s[u]=f:a.push(u)}),Hd(e,s,a,t.maxFieldBytes)}function Wv(e,t){let n=new Set(t),r=Object.entries(e).map(([s,a])=>[s,n.has(s)?"":a]),o=t.length*2,
i=`"truncated_fields":"",${t.join(",")},`;return Buffer.byteLength(JSON.stringify(Object.fromEntries(r)))-o+i.length}function Kv(e,t,n,r){if(_a(e)!=="json")return Bo(
t,r);let o=t,i=n,s=Buffer.byteLength(t);for(let a=0;a<Bv;a+=1){s=Math.floor(s*Math.min(.95,r/i));let u=Pa(o,s);if(u===void 0)return;if(o=u,i=nn(u),i<=r)return u}}
function Hd(e,t,n,r){let o=[...Object.keys(t),...n];if(o.length===0)return e;let i={...e,...t};for(let a of n)delete i[a];let s=Ia(e,"truncated_fields").split("\
,").filter(Boolean);return i.truncated_fields=ka([...new Set([...s,...o])].join(","),r),i}function Ia(e,t){let n=e[t];return typeof n=="string"?n:""}var Gv=3;function $o(e,t){let n=JSON.stringify(e);if(n.length*Gv<=t.maxFieldBytes)return Ud(e,n);let r=Bd(e,t);return Ud(r,r===e?n:JSON.stringify(r))}function Ud(e,t){
return{logId:String(e.log_id),logType:String(e.type??""),bytes:Buffer.from(t),isTruncated:e.truncated_fields!==void 0}}var Vv=new Set(Ir.filter(({kind:e})=>e==="text").map(({name:e})=>e)),qv=/^[{(]?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}[)}]?$/i,jv=38,zv=/^\s*[+-]?\d{4,6}-\d\d?(?:-|$)/,
Jv="text:";function $d(e){let t;for(let n of Object.keys(e)){let r=e[n];typeof r!="string"||!Vv.has(n)||!Xv(r)||(t??={...e},t[n]=`${Jv}${r}`)}return t??e}var Yv=/^[\s+\-0-9a-f{(]/i;
function Xv(e){if(!Yv.test(e))return!1;if(zv.test(e))return!0;let t=e.trim();return t.length>=32&&t.length<=jv&&qv.test(t)}var Zv=31900,Qv=8e6,eS={maxFieldBytes:Zv,maxRecordBytes:Qv};function Wd(e){return $o($d(e),eS)}var tS=Buffer.from("["),nS=Buffer.from(","),rS=Buffer.from("]");function Wo(e){let t=e.flatMap(({bytes:n})=>[nS,n]);return Buffer.concat([tS,...t.slice(1),rS])}var Kd=require("node:crypto");function Gd(e,t,n,r){let o=`POST
${n}
application/json
x-ms-date:${r}
/api/logs`,i=Buffer.from(t,"base64"),s=(0,Kd.createHmac)("sha256",i).update(o,"utf8").digest("base64");return`SharedKey ${e}:${s}`}var oS="date";function Vd(e,t,n){let r=Wo(t),o=new Date(n).toUTCString(),{workspaceId:i,workspaceKey:s,logType:a,resourceId:u,url:c}=e,d={authorization:Gd(i,s,r.
length,o),"content-type":"application/json","log-type":a,"x-ms-date":o,"time-generated-field":oS,...u===void 0?{}:{"x-ms-AzureResourceId":u}};return{url:c,headers:d,
body:r}}var iS=8e6,sS=1e5;function qd(e,t,n,r){return{kind:"data-collector",limits:{maxBatchRecords:t,maxBatchBytes:iS},encode:Wd,async deliver(o,i){let s=Vd(e,o,r.now()),
a=await n.send({method:"POST",...s,timeoutMs:i,maxResponseBytes:sS});return a.status==="answered"?Td(a,s.body.length,r.now()):Od(a)}}}var Xd=require("node:crypto");function Ko(e,t){if(typeof e!="object"||e===null)return;let{access_token:n,expires_in:r}=e;if(typeof n!="string"||n===""||!/^[\x21-\x7e]+$/.test(n))return;let i=(typeof r==
"number"&&Number.isFinite(r)&&r>0?r:600)*1e3;return{accessToken:n,renewAtMs:t+i-Math.min(12e4,i/2)}}function Go(e,t,n,r){let o,i={},s;async function a(u){let c=await t(u).finally(()=>{s=void 0});return c.status==="granted"&&(o=c.token,i={[e]:n.seal(JSON.stringify(
o))}),c}return{restore(u){let c=u[e];o=c===void 0?void 0:aS(n.open(c)),i=o===void 0||c===void 0?{}:{[e]:c}},sealed:()=>i,forget(u){u!==void 0&&u!==o?.accessToken||
(o=void 0,i={})},async getToken(u){if(o!==void 0&&r.now()<o.renewAtMs)return{status:"token",token:o.accessToken};s??=a(u);let c=await s;return c.status!=="grant\
ed"?c:{status:"token",token:c.token.accessToken}}}}function aS(e){if(e!==void 0)try{let{accessToken:t,renewAtMs:n}=JSON.parse(e);return typeof t!="string"||typeof n!=
"number"?void 0:{accessToken:t,renewAtMs:n}}catch{return}}var jd="There is no such tenant in this cloud: check AZURE_TENANT_ID, and that LOGANALYTICS_CLOUD is its cloud.",Jd="The application AZURE_CLIENT_ID is not in t\
he tenant AZURE_TENANT_ID: check both.",zd="AZURE_CLIENT_SECRET is not a secret of the application: enter the value of one, not its id.",uS=new Map([["AADSTS900\
02",jd],["AADSTS900023",jd],["AADSTS500011","Azure Monitor is not known there: LOGANALYTICS_CLOUD must be the cloud of the tenant."],["AADSTS700016",Jd],["AADST\
S7000112","The application AZURE_CLIENT_ID is disabled: enable sign-in for it in Microsoft Entra."],["AADSTS7000215",zd],["AADSTS7000216",zd],["AADSTS7000222","\
AZURE_CLIENT_SECRET has expired: make a new secret for the application, and enter it."],["AADSTS53003","A Conditional Access policy keeps the application out: e\
xempt it."]]),cS=new Map([["invalid_client","AZURE_CLIENT_SECRET is wrong or has expired, or AZURE_CLIENT_ID is not its application."],["unauthorized_client",Jd]]),
dS="Check AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET, AZURE_AUTHORITY_HOST and LOGANALYTICS_CLOUD.";function Yd({statusCode:e,data:t,waitMs:n},r){let{
error:o,number:i}=pS(t),s=`${r} answered ${e}${i===""?"":` ${i}`} to the request for a token`,a=e===429;return a||lS(e,o)?{status:"retry",reason:s,isRateLimited:a,
...n===void 0?{}:{waitMs:n}}:{status:"misconfigured",problem:`${s}. ${fS(e,o,i)}`}}function lS(e,t){return e===408||e>=500||t==="temporarily_unavailable"}function fS(e,t,n){
return e<400?"AZURE_AUTHORITY_HOST leads to another address: enter that one.":uS.get(n)??cS.get(t)??dS}function pS(e){let{error:t,error_description:n}=e??{},r=/^AADSTS\d{4,8}\b/.
exec(typeof n=="string"?n:"");return{error:typeof t=="string"&&/^[a-z_]{1,40}$/.test(t)?t:"",number:r?.[0]??""}}var mS="entra",hS=1e5;function Zd(e,t,n,r){return Go(mS,i=>yS(e,t,r,i),n,r)}function Qd(e){let{authority:t,tenantId:n,clientId:r,scope:o}=e,i=[t,n,r,o].join(" ");
return`entra token ${(0,Xd.createHash)("sha256").update(i).digest("hex")}`}async function yS({authority:e,tenantId:t,clientId:n,clientSecret:r,scope:o},i,s,a){let u=new URLSearchParams(
{grant_type:"client_credentials",client_id:n,client_secret:r,scope:o}),c=await i.send({method:"POST",url:`${e}/${t}/oauth2/v2.0/token`,headers:{"content-type":"\
application/x-www-form-urlencoded",accept:"application/json"},body:u.toString(),timeoutMs:a,maxResponseBytes:hS});if(c.status==="failed"){let m=/ENOTFOUND|EAI_AGAIN/.
test(c.reason)?"; check AZURE_AUTHORITY_HOST and LOGANALYTICS_CLOUD":"";return{status:"retry",reason:`${c.reason}${m}`}}let{host:d}=new URL(e),f=gS(c.body);if(c.
statusCode>=300){let p=Ke(c,s.now());return Yd({statusCode:c.statusCode,data:f,waitMs:p},d)}let y=Ko(f,s.now());return y!==void 0?{status:"granted",token:y}:{status:"\
retry",reason:`${d} answered a token request without a token`}}function gS(e){try{return JSON.parse(e)}catch{return}}var el="RecordsTimeRangeIsMoreThan30Minutes",bS=/ApiVersion|Stream|Rule|Dcr|Endpoint/i;function tl(e,t){let{statusCode:n}=e;if(n>=200&&n<300)return wS(e);let r=xS(
e),o=`Azure answered ${n}${r===""?"":` ${r}`}`;if(n===408||n===429||n>=500){let s=Ke(e,t);return{status:"retry",reason:o,isRateLimited:n===429,...s===void 0?{}:
{waitMs:s}}}return n===413?{status:"refused",reason:`${o}: the batch is too large`}:n===400&&!bS.test(r)?{status:"refused",reason:`${o}: ${r===el?"its logs are \
too far apart in time":"a record cannot be read"}`}:{status:"misconfigured",problem:`${o}. ${SS(n)} Nothing was lost: the export goes on where it stopped.`}}function wS({
statusCode:e,body:t}){return/^\s*</.test(t)?{status:"retry",reason:`something other than Azure answered ${e} with a web page`}:{status:"accepted"}}function nl(e){
let n=/ENOTFOUND|EAI_AGAIN/.test(e.reason)?"; check LOGANALYTICS_DCR_ENDPOINT":"";return{status:"retry",reason:`${e.reason}${n}`}}var vS={400:"The service does \
not understand where the logs are to go: check LOGANALYTICS_DCR_ENDPOINT, LOGANALYTICS_DCR_ID, LOGANALYTICS_DCR_STREAM and any proxy, which must not remove the \
query of the address.",401:"It does not take the token of the application, a new one neither: AZURE_TENANT_ID must be the tenant that the subscription of the ru\
le belongs to, and LOGANALYTICS_CLOUD the cloud of the rule.",403:'The application AZURE_CLIENT_ID may not send to the rule LOGANALYTICS_DCR_ID: assign it the r\
ole "Monitoring Metrics Publisher" on this rule, and wait: a new role may take up to 30 minutes to act. If it has had the role for longer, LOGANALYTICS_DCR_ID i\
s another rule, or AZURE_TENANT_ID or LOGANALYTICS_CLOUD not those of the rule, or a firewall or private link keeps this sender out.',404:"There is no such rule\
, stream or endpoint: LOGANALYTICS_DCR_ID must be the immutable id of the rule, LOGANALYTICS_DCR_STREAM a stream that it declares, and LOGANALYTICS_DCR_ENDPOINT\
 its own endpoint, not one of another region."};function SS(e){return e>=300&&e<400?"LOGANALYTICS_DCR_ENDPOINT leads to another address: enter that one.":vS[e===
410?404:e]??"The service refuses every batch, or something on the way to it does: check LOGANALYTICS_DCR_ENDPOINT and any proxy."}function xS(e){let t=e.header(
"x-ms-error-code")??AS(e.body);return typeof t=="string"&&/^[A-Za-z]{1,40}$/.test(t)||t===el?String(t):""}function AS(e){try{let{error:t}=JSON.parse(e);return t?.
code}catch{return}}var La=95e4,ES=63900,RS=La-2,kS={maxFieldBytes:ES,maxRecordBytes:RS};function rl(e){return $o(e,kS)}var ol=require("node:util"),il=require("node:zlib");var _S="2023-01-01",TS=(0,ol.promisify)(il.gzip);async function sl({endpoint:e,ruleId:t,stream:n},r,o){return{url:`${e}/dataCollectionRules/${t}/streams/${n}?ap\
i-version=${_S}`,headers:{authorization:`Bearer ${o}`,"content-type":"application/json","content-encoding":"gzip"},body:await TS(Wo(r))}}var OS=1e5;function al(e,t,n,r,o){async function i(s,a){let u=await r.getToken(a-o.now());if(u.status!=="token")return u;let c=await sl(e,s,u.token),d=await n.send(
{method:"POST",...c,timeoutMs:a-o.now(),maxResponseBytes:OS});return d.status!=="answered"?nl(d):(MS(d)&&r.forget(u.token),d)}return{kind:"logs-ingestion",limits:{
maxBatchRecords:t,maxBatchBytes:La},encode:rl,async deliver(s,a){let u=o.now()+a,c=await i(s,u),f=c.status==="answered"&&c.statusCode===401?await i(s,u):c;return f.
status==="answered"?tl(f,o.now()):f}}}function MS({statusCode:e}){return e===401||e===403}var ff=P(Pn()),Ha=P(Cr()),Xo=P(ht());function Bl(e,t){let n=e.slice(0,3);if(n.length<3||!n.every(g0)||!b0(n))return;let[r]=n;return`The backlog grew during the last 3 runs.${r?.capacityLogs===void 0?
"":` One run carries about ${r.capacityLogs} logs.`} ${y0(r?.outcome,t)}`}function y0(e,t){let n="let the schedule in webtask.json run more often";if(e==="rate-\
limited")return`A rate limit holds it back: use less of the allowance elsewhere, get a larger one, or ${n}.`;let r=t/1e3;return r>=25?`MAX_RUN_SECONDS is at its\
 most: ${n}.`:`Raise MAX_RUN_SECONDS (now ${r}, at most 25), or ${n}.`}function g0({outcome:e}){return e==="out-of-time"||e==="rate-limited"}function b0(e){return e.
every((t,n)=>{let r=e[n+1];return r===void 0||(t.lagMs??0)>(r.lagMs??0)})}function Dr(e,t){let n=e.slice(0,t).replace(/[^ !#-[\]-~]/g,"?");return e.length<=t?n:Buffer.from(n,"latin1").toString("latin1")}function qo(e,t){return e.slice(
0,t).replace(/[\p{C}\p{Zl}\p{Zp}]/gu," ")}var jo=500,w0=3e4,Na=40,v0=80;function Hl(e,t,n,r,o){let i=o.lock(e.bytes);return{logId:e.logId,logType:Dr(e.logType,Na),destination:t,reason:Nr(n),refusedAtMs:r,
...i.length<=w0?{content:i}:{}}}function Nr(e){return Dr(e,v0)}function In(e,t){if(t.length===0)return e;let n=e.deadLetters.filter(r=>!t.some(o=>Mt(r,o)));return{
...e,deadLetters:[...n,...t]}}function Ln(e,t){if(t.length===0)return e;let n=e.deadLetters.filter(r=>!t.some(o=>Mt(r,o)));return{...e,deadLetters:n}}function Mt(e,t){
return e.logId===t.logId&&e.destination===t.destination}function Ul(e){return e.deadLetters.map(({content:t,...n})=>({...n,hasContent:t!==void 0})).reverse()}var $l=["caught-up","out-of-time","rate-limited","stopped","misconfigured"];function zo(e){return e.reduce((t,n)=>$l.indexOf(n.outcome)>$l.indexOf(t.outcome)?n:
t,e[0]??{outcome:"caught-up"})}function Cn(e,t){switch(e.status){case"misconfigured":return{outcome:"misconfigured",problems:[e.problem]};case"retry":return e.isRateLimited===
!0?{outcome:"rate-limited",reason:e.reason}:t?{outcome:"out-of-time",reason:e.reason}:{outcome:"stopped",reason:e.reason};case"stopped":return{outcome:"stopped",
reason:e.reason}}}function rn(e){switch(e.status){case"lease-lost":return{outcome:"stopped",reason:"another run took over the lease"};case"overruled":return{outcome:"\
stopped",reason:e.reason};case"failed":return{outcome:"stopped",reason:`the state could not be stored: ${e.reason}`}}}var Wl=P(ht()),Kl=2,Gl=1;function Vl(e){let t=Math.max(0,e.length-1)*Gl;return Kl+t+(0,Wl.default)(e.map(({bytes:n})=>n.length))}function Dn(e){let t=[],n=Kl;return{
records:t,get byteCount(){return n},get isFull(){return t.length>=e.maxBatchRecords},tryAdd(r){let o=t.length===0?0:Gl,i=n+o+r.bytes.length;return(this.isFull||
i>e.maxBatchBytes)&&t.length>0?!1:(t.push(r),n=i,!0)}}}function Fa(e){let{name:t,stack:n}=e instanceof Error?e:{name:typeof e,stack:""},r=/\n\s+at ([^\n]+)/.exec(n??"")?.[1]??"an unknown place";return`the exporter h\
as a defect (${t} at ${r}); please report it`}function Nn(e){return{outcome:"stopped",reason:Fa(e)}}var rf=P(Cr());function ql({inBatch:e,batchRecords:t,inRun:n}){return t>=20&&e>t*.05||n>=20}function jl(e,t){let{inBatch:n,batchRecords:r,inRun:o}=e;return{outcome:"misconfigu\
red",problems:[`Of a batch of ${r} records, ${n} were refused each on its own, and ${o} since others were accepted: ${Jl("none of this batch")} The last answer \
was: ${t}. ${Yl}`]}}function zl(e,t){return{outcome:"misconfigured",problems:[`All ${e} records that this run had the time to send one by one were refused: ${Jl(
"none")} The first answer was: ${t}. ${Yl}`]}}function Jl(e){return`that is not the fault of single records, so ${e} was set aside, and nothing is lost.`}var Yl="\
Check that nothing on the way to Azure changes what is sent, and whether the columns of the table were changed by hand.";function Xl(){let e=[];return{changed(){let t=e;e=[];for(let n of t)n()},async until(t){for(;!t();)await new Promise(n=>e.push(n))}}}function Zl(e,t,n){let r=Math.min(8e3,500*2**(e-1)),o=Math.round(r*(.5+.5*t()));return n===void 0?o:Math.max(n,o)}async function Pt(e,t,n,r){let o={outcome:S0,retries:0,wasCutShort:!0};for(let i=0;;i+=1){let s=Math.min(t.attemptTimeoutMs,t.untilMs-n.now());if(s<=0)return o;
let a=await e(s),u=i===0&&s<t.attemptTimeoutMs,c={outcome:a,retries:i,wasCutShort:u};if(!x0(a))return c;if(i>0&&n.now()>=t.untilMs)return{...o,retries:i};o=c;let d=Zl(
i+1,r,a.waitMs);if(n.now()+d>=t.untilMs||(await n.sleep(d,t.signal),t.signal.aborted))return c}}var S0={status:"retry",reason:"no time was left"};function x0(e){
return e.status==="retry"}var A0={outcome:"stopped",reason:"the lease ended before it could be renewed, so another run may have begun"};async function Jo({destination:e,clock:t,random:n,
budget:r,isLeaseValid:o},i,s){let{deliverUntilMs:a,attemptTimeoutMs:u}=r,c=await Pt(async f=>o()?e.deliver(i,f):{status:"lease-expired"},{untilMs:a,attemptTimeoutMs:u,
signal:s},t,n),{outcome:d}=c;return d.status==="lease-expired"?A0:{...c,outcome:d}}function Ql(e){let t=[],n=e,r=0,o=0,i,s=0;function a(){for(;;){let d=t[s];if(d===void 0||!d.isDone)return;n=d.stretch.through,d.deadLetter===void 0?r+=d.stretch.
logs:o+=d.stretch.logs,i=d.stretch.lastLogAtMs??i,s+=1}}function u(d){let f=t.findIndex(y=>y.stretch===d&&!y.isDone);if(f===-1)throw new Error("A stretch was re\
ported that is not on its way.");return f}function c(d,f){t[u(d)]={stretch:d,...f},a()}return{open(d){t.push({stretch:d,isDone:!1})},split(d,f){let y=f.map(p=>({
stretch:p,isDone:!1}));t.splice(u(d),1,...y)},accept:d=>c(d,{isDone:!0}),hold(d){t[u(d)]={stretch:d,isDone:!1,isHeld:!0}},setAside:(d,f)=>c(d,{isDone:!0,deadLetter:f}),
progress(){if(s===0)return;let f=t.slice(0,s).flatMap(({deadLetter:y})=>y??[]);return{position:n,deadLetters:f,stretches:s}},store({stretches:d}){if(d>s)throw new Error(
"More was stored than was ever reached.");t=t.slice(d),s-=d},position:()=>n,unstoredCount:()=>t.filter(({isHeld:d})=>d!==!0).length,acceptedLogs:()=>r,setAsideLogs:()=>o,
lastLogAtMs:()=>i}}async function Fn(e,t){let n=await t.handOver(e.records);if(!("retries"in n))return n;let{outcome:r,wasCutShort:o}=n;if(r.status==="accepted"){t.accepted(e);return}
if(r.status!=="refused")return Cn(r,o);let[i,s]=e.records;if(i===void 0)return;if(s===void 0)return t.refusedAlone({...e,record:i},r.reason);let a=E0(e,i);return t.
split(e,a),await Fn(a[0],t)??await Fn(a[1],t)}function E0({records:e,stretch:t},n){let r=Math.floor(e.length/2),[o,i]=[e.slice(0,r),e.slice(r)],{logId:s}=o.at(-1)??
n;return[ef(o,{through:s,logs:o.length,lastLogAtMs:void 0}),ef(i,{...t,logs:t.logs-o.length})]}function ef(e,t){return{records:e,byteCount:Vl(e),stretch:t}}var R0={outcome:"stopped",reason:`${jo} dead letters are stored, and no more fit: another record was refused, and passing over it would lose it. Replay or disca\
rd dead letters`};function tf(e,t){let n=0,r=!1,o=!1,i=[];function s(){let a=i;return i=[],o?[]:a}return{openBatch(a){let u=[];return{refuse(c){n+=1;let d=r?0:t,
f={inBatch:u.length+1,batchRecords:a,inRun:d+n};if(ql(f))return o=!0,jl(f,c.reason);if(n>e)return R0;u.push(c)},close(c){c?.outcome!=="misconfigured"&&i.push(...u)}}},
noteAcceptance(){r=!0},release:()=>r?s():[],releaseAll:s,isCauseElsewhere:()=>o,endingOfNothing(){let[a]=i;if(a===void 0||r)return;let u=i.length;return i=[],zl(
u,a.reason)}}}var at={version:3,checkpoints:{},completeUntilMs:{},moves:0,pausedAtMs:null,requests:[],lease:null,unreportedWarnings:[],history:[],pastRuns:[],actions:[],deadLetters:[],
tokens:{}};function le(e,t){return e.checkpoints[t]?.find(n=>n.until===void 0)?.after}function It(e,t,n){if(le(e,t)===n)return e;let{[t]:r,...o}=e.completeUntilMs,
i=(e.checkpoints[t]??[]).filter(({until:a})=>a!==void 0),s={...e.checkpoints,[t]:[...i,{after:n}]};return{...e,checkpoints:s,completeUntilMs:o}}function et({history:e,
pastRuns:t}){return[...e,...t]}function q(e){return et(e).filter(({work:t})=>t===void 0)}var Ba=20,k0=1e3;function Yo(){let e=new Map;return{add(t){for(let{logType:n}of t){let r=Dr(n,Na),o=e.get(r);o===void 0&&e.size>=k0||e.set(r,(o??0)+1)}},mostFrequent(){
if(e.size===0)return;let t=[...e].sort(([,n],[,r])=>r-n);return Object.fromEntries(t.slice(0,Ba))}}}var _0=8,T0=1,O0=4;function of(e,t){let{destination:n,clock:r,budget:o,vault:i,save:s}=e,{after:a,unresolvedRecords:u,refusedBefore:c}=t,d=Ql(a),f=tf(e.deadLetterRoom,
c),y=u!==void 0&&u<20,p={batches:0,bytes:0,retries:0},m=Yo(),g=Xl(),b=new AbortController,w=0,S=!1,A=!1,x,O;function T(C){x??=C,b.abort(),g.changed()}function de(C){
C.catch(N=>T(Nn(N)))}async function B(C){let N=f.openBatch(C.records.length),se,Ze=await Fn(C,{async handOver(He){if(x!==void 0)return x;let Ot=await Jo(e,He,b.
signal);return"retries"in Ot&&(p.retries+=Ot.retries),Ot},accepted(He){f.noteAcceptance(),p.batches+=1,p.bytes+=He.byteCount,d.accept(He.stretch),m.add(He.records),
He!==C&&xe()},split(He,[Ot,tv]){se=Ot.records.length,d.split(He.stretch,[Ot.stretch,tv.stretch])},refusedAlone(He,Ot){return d.hold(He.stretch),N.refuse({part:He,
reason:Ot})}});N.close(Ze),ie(f.release()),Ze!==void 0&&(O=(0,rf.default)([O,se]),T(Ze))}function ie(C){for(let{part:N,reason:se}of C){let{record:Oe,stretch:Ze}=N,
He=Hl(Oe,n.kind,se,r.now(),i);d.setAside(Ze,He)}}function xe(){S||(S=!0,de(H().finally(()=>{S=!1,g.changed()})))}function L(){return A&&w===0}async function H(){
for(;;){let C=d.progress();if(C===void 0||L())return;let{position:N,deadLetters:se}=C,Oe=await s(Ze=>In(It(Ze,n.kind,N),se));if((Oe.status==="written"||Oe.status===
"overruled")&&d.store(C),Oe.status!=="written"){T(rn(Oe));return}g.changed()}}return{ledger:d,counts:p,types:()=>m.mostFrequent(),signal:b.signal,ending:()=>x,unresolvedRecords:()=>f.
isCauseElsewhere()?20:O,async send(C){let N=()=>p.batches>0||y?O0:T0,se=()=>w<N()&&d.unstoredCount()<_0;if(await g.until(()=>x!==void 0||se()),x===void 0){if(r.
now()>=o.deliverUntilMs){T({outcome:"out-of-time"});return}d.open(C.stretch),w+=1,de(B(C).finally(()=>{w-=1,xe(),g.changed()}))}},stop:T,async settle(C){A=!0,await g.
until(()=>w===0&&!S);let N=x===void 0||x.outcome==="out-of-time";x===void 0&&C?ie(f.releaseAll()):N&&u===1&&(x=f.endingOfNothing()??x)}}}function sf(e,t,n){return e.logs.length===0?!0:e.isFull?!1:e.logs.some(r=>(n(r)??0)>t)}var M0={outcome:{status:"retry",reason:"the run ended"},retries:0,wasCutShort:!0};function af({source:e,clock:t,random:n,budget:r},o,i){let s=[],a=0,u=0,c,d=!1,
f=!1,y;async function p(b,w=0){if(w>0&&await t.sleep(w,i),i.aborted)return M0;let{fetchUntilMs:S,attemptTimeoutMs:A}=r;return Pt(b,{untilMs:S,attemptTimeoutMs:A,
signal:i},t,n)}function m(b){a+=1,c=t.now(),d=b.logs.length===0,f=d&&b.isUnconfirmed!==!0,s.push(...b.warnings??[])}function g(b){if(sf(b,r.startedAtMs,e.timeOf))
return{outcome:"caught-up"};if(!(t.now()+(b.pauseMs??0)<r.fetchUntilMs))return t.now()<r.fetchUntilMs?{outcome:"rate-limited",reason:"the allowance of the Manag\
ement API is used up"}:{outcome:"out-of-time"}}return{async*pages(){let{after:b,confirmedAtMs:w}=o,S=p(A=>e.fetchFirstPage(b,w,A));for(;y===void 0;){let{outcome:A,
retries:x,wasCutShort:O}=await S;if(u+=x,A.status!=="page"){y=Cn(A,O);return}let{page:T}=A;m(T),y=g(T),y===void 0&&(S=p(B=>e.fetchPage(T.continuesAfter,B),T.pauseMs)),
S.catch(()=>{}),await t.turn(),yield T}},ending:()=>y,reading:()=>({warnings:s,pages:a,pageRetries:u,lookedAtMs:c,foundNothingLeft:d,isConfirmed:f})}}function Bn(e,t=[]){return[...new Set([...e,...t])].slice(-20)}async function uf(e,t){let{unresolvedRecords:n}=t,{source:r,destination:o,toRecord:i,clock:s,budget:a}=e,u=of({...e,save:b},t),c=af(e,t,u.signal),d=0,f=Dn(m()),
y,p=0;function m(){let{limits:B}=o;return n===void 0||u.counts.batches>0?B:{...B,maxBatchRecords:Math.min(B.maxBatchRecords,n)}}function g(){let B=u.counts.batches===
0?n:void 0;return u.unresolvedRecords()??B}function b(B){let{warnings:ie}=c.reading();return e.save(xe=>{let L=Bn(xe.unreportedWarnings,ie);return{...B(xe),unreportedWarnings:L}})}
async function w(){if(y===void 0)return;let{records:B,byteCount:ie}=f,xe=r.timeOf(y),L={through:y.log_id,logs:B.length,lastLogAtMs:xe};f=Dn(m()),y=void 0,await u.
send({records:B,byteCount:ie,stretch:L})}async function S(B){let ie=On(B,i,o);ie.isTruncated&&(d+=1),f.tryAdd(ie)||(await w(),f.tryAdd(ie)),y===void 0&&(p=s.now()),
y=B,f.isFull&&await w()}async function A(){for await(let B of c.pages()){for(let xe of B.logs)await S(xe);if(s.now()+(B.pauseMs??0)-p>a.maxUnsentMs&&await w(),u.
ending()!==void 0)return}await w()}await A().catch(B=>u.stop(Nn(B))),await u.settle(c.ending()?.outcome==="caught-up");let{ledger:x,counts:O}=u,T=g(),de=u.types();
return{ending:u.ending()??c.ending()??{outcome:"out-of-time"},reading:c.reading(),delivery:{destination:o.kind,logs:x.acceptedLogs(),...O,truncatedRecords:d,...x.
setAsideLogs()===0?{}:{deadLetters:x.setAsideLogs()},...de===void 0?{}:{types:de},...T===void 0?{}:{unresolvedRecords:T},checkpoint:x.position()},deadLetters:x.
progress()?.deadLetters??[],lastLogAtMs:x.lastLogAtMs()}}function cf(e,t){let{reading:n,ending:r,lastLogAtMs:o}=e;if(n.lookedAtMs===void 0)return;if(n.foundNothingLeft&&r.outcome==="caught-up")return 0;let i=o??t;return i===
void 0?void 0:Math.max(0,n.lookedAtMs-i)}function df({reading:e,ending:t,delivery:n},r,o){if(t.outcome==="out-of-time"||t.outcome==="rate-limited")return n.logs;
if(e.lookedAtMs===void 0||e.pages===0)return;let i=Math.max(1,e.lookedAtMs-r),s=o.fetchUntilMs-o.startedAtMs;return Math.round(100*e.pages*s/i)}var te=["data-collector","logs-ingestion"];var pf=15*6e4;function mf(e){let{destinations:t,tokens:n,clock:r,maxRunMs:o}=e,i=e.startAfter(r.now());async function s(a){let{before:u}=a;n.restore(u.tokens);let c=lf(
u,t,i,a.budget.startedAtMs),d=S=>a.save(A=>({...S(A),tokens:n.sealed()})),f=r.now(),y=await Promise.all(t.map(S=>uf({...e,destination:S,budget:a.budget,deadLetterRoom:jo-
u.deadLetters.length,isLeaseValid:a.isLeaseValid,save:d},P0(c,S.kind,i)))),p=zo(y.map(S=>S.ending)),m=L0(y,u,f,a),g=Bl([{...p,...m},...q(u)],o),w=[...Object.keys(
u.checkpoints).length===0?[`This was the first run. START_FROM decided where it began: after the log id ${i}.`]:[],...y.flatMap(S=>S.reading.warnings),...g===void 0?
[]:[g]];return{...p,...m,warnings:w,pages:(0,Xo.default)(y.map(({reading:S})=>S.pages)),pageRetries:(0,Xo.default)(y.map(({reading:S})=>S.pageRetries)),deliveries:y.
map(S=>S.delivery),finish:S=>({...I0(S,y,f),tokens:n.sealed()})}}return{prepare:a=>lf(a,t,i,r.now()),perform:s}}function lf(e,t,n,r){return t.reduce((o,{kind:i})=>{
if(le(o,i)!==void 0)return o;let s=te.find(u=>le(o,u)!==void 0);if(s===void 0)return Ua(It(o,i,n),i,r-pf);let a=It(o,i,le(o,s)??n);return Ua(a,i,o.completeUntilMs[s])},
e)}function P0(e,t,n){let r=q(e).flatMap(({deliveries:s})=>s.filter(({destination:a})=>a===t)),o=r.findIndex(({batches:s=0})=>s>0),i=o===-1?r:r.slice(0,o);return{
after:le(e,t)??n,confirmedAtMs:e.completeUntilMs[t],unresolvedRecords:r[0]?.unresolvedRecords,refusedBefore:(0,Xo.default)(i.map(({deadLetters:s=0})=>s))}}function Ua(e,t,n){
return n===void 0?e:{...e,completeUntilMs:{...e.completeUntilMs,[t]:n}}}function I0(e,t,n){return t.reduce((r,{ending:o,reading:i,delivery:s,deadLetters:a})=>{let{
destination:u,checkpoint:c}=s,d=o.outcome==="caught-up"&&i.isConfirmed;return Ua(In(It(r,u,c),a),u,d?n-pf:void 0)},e)}function L0(e,t,n,{budget:r}){let o=et(t).
find(u=>u.lastExportedAtMs)?.lastExportedAtMs,i=(0,Ha.default)(e.map(u=>u.lastLogAtMs??o)),s=(0,ff.default)(e.map(u=>cf(u,o))),a=(0,Ha.default)(e.map(u=>df(u,n,
r)));return{...i===void 0?{}:{lastExportedAtMs:i},...s===void 0?{}:{lagMs:s},...a===void 0?{}:{capacityLogs:a}}}var yf=P(ht());var C0={outcome:"caught-up"};async function hf(e,t,n,r){let{source:o,vault:i,clock:s,random:a}=n,{budget:u}=r,c=new AbortController().signal,d={batches:0,bytes:0,
retries:0},f=Yo(),y=[],p=[],m=0,g=0,b,w=0,S=Dn(e.limits);async function A(L){let H=L.content===void 0?void 0:i.unlock(L.content),{logId:C,logType:N}=L;if(H!==void 0)
return{logId:C,logType:N,bytes:H,isTruncated:!1};let{outcome:se,wasCutShort:Oe}=await Pt(Ze=>o.fetchLog(C,Ze),{untilMs:Math.min(u.fetchUntilMs,s.now()+u.attemptTimeoutMs),
attemptTimeoutMs:u.attemptTimeoutMs,signal:c},s,a);return se.status==="log"?On(se.log,n.toRecord,e):se.status==="gone"?"gone":Cn(se,Oe)}let x={async handOver(L){
let H=await Jo({...n,...r,destination:e},L,c);return"retries"in H&&(d.retries+=H.retries),H},accepted({records:L,byteCount:H}){d.batches+=1,d.bytes+=H,y.push(...L.
map(({logId:C})=>({logId:C,destination:e.kind}))),f.add(L)},split:()=>{},refusedAlone({record:{logId:L}},H){g+=1;let C=t.find(N=>N.logId===L);C!==void 0&&p.push(
{...C,reason:Nr(H),refusedAtMs:s.now()})}};async function O(){let{records:L,byteCount:H}=S,C=L.at(-1);if(C===void 0)return;S=Dn(e.limits);let N={through:C.logId,
logs:L.length,lastLogAtMs:void 0},se=await Fn({records:L,byteCount:H,stretch:N},x),Oe=await r.save(Ze=>Ln(Ze,y));return Oe.status==="written"?se:rn(Oe)}async function T(L){
if(L.isTruncated&&(m+=1),S.tryAdd(L))return;let H=await O();return S.tryAdd(L),H}async function de(L){let H=await A(L);if(H==="gone"){w+=1;return}if(!("outcome"in
H))return T(H);if(H.outcome!=="stopped")return await O()??H;b??=H,p.push(L)}async function B(){for(let L of t){let H=await de(L);if(H!==void 0)return H}return await O()??
b}let ie=await B()??C0,xe=f.mostFrequent();return{ending:ie,report:{destination:e.kind,logs:y.length,...d,truncatedRecords:m,...xe===void 0?{}:{types:xe},...g===
0?{}:{deadLetters:g},checkpoint:le(r.before,e.kind)??""},accepted:y,waiting:p,gone:w}}function gf(e,t){let{destinations:n,tokens:r}=e;async function o(i){r.restore(i.before.tokens);let s=i.before.deadLetters.filter(d=>t.some(f=>Mt(f,d))),a=[];for(let d of n){
let f=s.filter(y=>y.destination===d.kind);f.length>0&&a.push(await hf(d,f,e,i))}let u=s.filter(d=>!n.some(({kind:f})=>f===d.destination)),c=(0,yf.default)(a.map(
d=>d.gone));return{...zo(a.map(({ending:d})=>d)),warnings:[...c===0?[]:[F0(c)],...u.length===0?[]:[N0(u.length)]],pages:0,pageRetries:0,deliveries:a.map(({report:d})=>d),
finish:d=>({...a.reduce(D0,d),tokens:r.sealed()})}}return{kind:"replay",prepare:i=>i,perform:o}}function D0(e,{accepted:t,waiting:n}){let r=n.filter(o=>e.deadLetters.
some(i=>Mt(i,o)));return In(Ln(e,t),r)}function N0(e){return`${e} of the dead letters wait for a destination that the settings do not choose now.`}function F0(e){
return`${e} of the dead letters are kept without a record that can be opened, and Auth0 no longer has the log: they can only be discarded.`}async function bf(e,t,n,r){let o=new AbortController,i=r.sleep(t-r.now(),o.signal).then(n);try{return await Promise.race([e,i])}finally{o.abort()}}var Zo=6e4,B0=10*6e4;function wf(e,t,n){if(Fr(e.lease,t))return"busy";let[r]=q(e);if(r===void 0||r.outcome!=="caught-up"&&r.outcome!=="misconfigured")return"sta\
rt";let o=t-r.endedAtMs;return o>=0&&o<n?"too-soon":"start"}function Fr(e,t){if(e===null)return!1;let n=e.expiresAtMs-t;return n>0&&n<=Zo+B0}function vf(e,t,n){
return{...e,lease:{holder:t,expiresAtMs:n+Zo}}}var Qo,H0={lang:void 0,message:void 0,abortEarly:void 0,abortPipeEarly:void 0};function xf(e){return!e&&!Qo?H0:{lang:e?.lang??Qo?.lang,message:e?.message,abortEarly:e?.abortEarly??Qo?.abortEarly,abortPipeEarly:e?.abortPipeEarly??Qo?.abortPipeEarly}}var U0;function $0(e){return U0?.get(e)}var W0;function K0(e){return W0?.get(e)}var G0;function V0(e,t){return G0?.get(e)?.get(t)}function on(e){let t=typeof e;return t==="string"?`"${e}"`:t==="number"||t==="bigint"||t==="boolean"?`${e}`:t==="object"||t==="function"?(e&&Object.getPrototypeOf(
e)?.constructor?.name)??"null":t}function K(e,t,n,r,o){let i=o&&"input"in o?o.input:n.value,s=o?.expected??e.expects??null,a=o?.received??on(i),u={kind:e.kind,type:e.
type,input:i,expected:s,received:a,message:`Invalid ${t}: ${s?`Expected ${s} but r`:"R"}eceived ${a}`,requirement:e.requirement,path:o?.path,issues:o?.issues,lang:r.
lang,abortEarly:r.abortEarly,abortPipeEarly:r.abortPipeEarly},c=e.kind==="schema",d=o?.message??e.message??V0(e.reference,u.lang)??(c?K0(u.lang):null)??r.message??
$0(u.lang);d!==void 0&&(u.message=typeof d=="function"?d(u):d),c&&(n.typed=!1),n.issues?n.issues.push(u):n.issues=[u]}function q0(e,t){return e===t||Number.isNaN(e)&&Number.isNaN(t)}function j0(e,t){return Object.prototype.hasOwnProperty.call(e,t)&&t!=="__proto__"&&t!=="prototy\
pe"&&t!=="constructor"}function $a(e,t){let n=[...new Set(e)];return n.length>1?`(${n.join(` ${t} `)})`:n[0]??"never"}function Pe(e){return e["~standard"]={version:1,vendor:"valibot",
validate:t=>e["~run"]({value:t},xf())},e}var NL=new RegExp("^(?:[\\u{1F1E6}-\\u{1F1FF}]{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,3}\\u{E007F}|(?:\\p{Emoji}\\uFE0F\\u20E3\
?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation})(?:\\u200D(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_\
Modifier_Base}\\p{Emoji_Modifier}?|(?![\\p{Emoji_Modifier_Base}\\u{1F1E6}-\\u{1F1FF}])\\p{Emoji_Presentation}))*)+$","u");function Wa(e,t){return{kind:"validation",type:"check",reference:Wa,async:!1,expects:null,requirement:e,message:t,"~run"(n,r){return n.typed&&!this.requirement(
n.value)&&K(this,"input",n,r),n}}}function Ka(e){return{kind:"validation",type:"finite",reference:Ka,async:!1,expects:null,requirement:Number.isFinite,message:e,"~run"(t,n){return t.typed&&!this.
requirement(t.value)&&K(this,"finite",t,n),t}}}function Ga(e){return{kind:"validation",type:"integer",reference:Ga,async:!1,expects:null,requirement:Number.isInteger,message:e,"~run"(t,n){return t.typed&&!this.
requirement(t.value)&&K(this,"integer",t,n),t}}}function Va(e,t){return{kind:"validation",type:"max_entries",reference:Va,async:!1,expects:`<=${e}`,requirement:e,message:t,"~run"(n,r){if(!n.typed)return n;let o=Object.
keys(n.value).length;return n.typed&&o>this.requirement&&K(this,"entries",n,r,{received:`${o}`}),n}}}function ei(e,t){return{kind:"validation",type:"max_length",reference:ei,async:!1,expects:`<=${e}`,requirement:e,message:t,"~run"(n,r){return n.typed&&n.value.length>
this.requirement&&K(this,"length",n,r,{received:`${n.value.length}`}),n}}}function ti(e,t){return{kind:"validation",type:"max_value",reference:ti,async:!1,expects:`<=${e instanceof Date?e.toJSON():on(e)}`,requirement:e,message:t,"~run"(n,r){
return n.typed&&!(n.value<=this.requirement)&&K(this,"value",n,r,{received:n.value instanceof Date?n.value.toJSON():on(n.value)}),n}}}function Br(e,t){return{kind:"validation",type:"min_value",reference:Br,async:!1,expects:`>=${e instanceof Date?e.toJSON():on(e)}`,requirement:e,message:t,"~run"(n,r){
return n.typed&&!(n.value>=this.requirement)&&K(this,"value",n,r,{received:n.value instanceof Date?n.value.toJSON():on(n.value)}),n}}}function qa(e,t){return{kind:"validation",type:"regex",reference:qa,async:!1,expects:`${e}`,requirement:e,message:t,"~run"(n,r){return n.typed&&!this.requirement.
test(n.value)&&K(this,"format",n,r),n}}}function ja(e){return{kind:"transformation",type:"transform",reference:ja,async:!1,operation:e,"~run"(t){return t.value=this.operation(t.value),t}}}var z0={abortEarly:!0};function Af(e,t,n){return typeof e.fallback=="function"?e.fallback(t,n):e.fallback}function za(e,t,n){return typeof e.default=="function"?e.default(t,n):e.default}function Lt(e,t){return Pe({kind:"schema",type:"array",reference:Lt,expects:"Array",async:!1,item:e,message:t,"~run"(n,r){let o=n.value;if(Array.isArray(o)){n.typed=
!0,n.value=[];for(let i=0;i<o.length;i++){let s=o[i],a=this.item["~run"]({value:s},r);if(a.issues){let u={type:"array",origin:"value",input:o,key:i,value:s};for(let c of a.
issues)c.path?c.path.unshift(u):c.path=[u],n.issues?.push(c);if(n.issues||(n.issues=a.issues),r.abortEarly){n.typed=!1;break}}a.typed||(n.typed=!1),n.value.push(
a.value)}}else K(this,"type",n,r);return n}})}function ee(e,t){return Pe({kind:"schema",type:"exact_optional",reference:ee,expects:e.expects,async:!1,wrapped:e,default:t,"~run"(n,r){return this.wrapped["~ru\
n"](n,r)}})}function Ct(e,t){return Pe({kind:"schema",type:"literal",reference:Ct,expects:on(e),async:!1,literal:e,message:t,"~run"(n,r){return q0(n.value,this.literal)?n.typed=
!0:K(this,"type",n,r),n}})}function ni(e,t){return Pe({kind:"schema",type:"nullable",reference:ni,expects:`(${e.expects} | null)`,async:!1,wrapped:e,default:t,"~run"(n,r){return n.value===
null&&(this.default!==void 0&&(n.value=za(this,n,r)),n.value===null)?(n.typed=!0,n):this.wrapped["~run"](n,r)}})}function Hr(e){return Pe({kind:"schema",type:"number",reference:Hr,expects:"number",async:!1,message:e,"~run"(t,n){return typeof t.value=="number"&&!isNaN(t.value)?
t.typed=!0:K(this,"type",t,n),t}})}function fe(e,t){return Pe({kind:"schema",type:"object",reference:fe,expects:"Object",async:!1,entries:e,message:t,"~run"(n,r){
let o=n.value;if(o&&typeof o=="object"){n.typed=!0,n.value={};for(let i in this.entries){let s=this.entries[i];if(i in o||(s.type==="exact_optional"||s.type==="\
optional"||s.type==="nullish")&&s.default!==void 0){let a=i in o?o[i]:za(s),u=s["~run"]({value:a},r);if(u.issues){let c={type:"object",origin:"value",input:o,key:i,
value:a};for(let d of u.issues)d.path?d.path.unshift(c):d.path=[c],n.issues?.push(d);if(n.issues||(n.issues=u.issues),r.abortEarly){n.typed=!1;break}}u.typed||(n.
typed=!1),n.value[i]=u.value}else if(s.fallback!==void 0)n.value[i]=Af(s);else if(s.type!=="exact_optional"&&s.type!=="optional"&&s.type!=="nullish"&&(K(this,"k\
ey",n,r,{input:void 0,expected:`"${i}"`,path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]}),r.abortEarly))break}}else K(this,"type",n,r);return n}})}function sn(e,t){return Pe({kind:"schema",type:"picklist",reference:sn,expects:$a(e.map(on),"|"),async:!1,options:e,message:t,"~run"(n,r){return this.options.includes(
n.value)?n.typed=!0:K(this,"type",n,r),n}})}function Hn(e,t,n){return Pe({kind:"schema",type:"record",reference:Hn,expects:"Object",async:!1,key:e,value:t,message:n,"~run"(r,o){let i=r.value;if(i&&typeof i==
"object"){r.typed=!0,r.value={};for(let s in i)if(j0(i,s)){let a=i[s],u=this.key["~run"]({value:s},o);if(u.issues){let d={type:"object",origin:"key",input:i,key:s,
value:a};for(let f of u.issues)f.path=[d],r.issues?.push(f);if(r.issues||(r.issues=u.issues),o.abortEarly){r.typed=!1;break}}let c=this.value["~run"]({value:a},
o);if(c.issues){let d={type:"object",origin:"value",input:i,key:s,value:a};for(let f of c.issues)f.path?f.path.unshift(d):f.path=[d],r.issues?.push(f);if(r.issues||
(r.issues=c.issues),o.abortEarly){r.typed=!1;break}}(!u.typed||!c.typed)&&(r.typed=!1),u.typed&&(r.value[u.value]=c.value)}}else K(this,"type",r,o);return r}})}function ri(e,t){return Pe({kind:"schema",type:"strict_object",reference:ri,expects:"Object",async:!1,entries:e,message:t,"~run"(n,r){let o=n.value;if(o&&typeof o==
"object"){n.typed=!0,n.value={};for(let i in this.entries){let s=this.entries[i];if(i in o||(s.type==="exact_optional"||s.type==="optional"||s.type==="nullish")&&
s.default!==void 0){let a=i in o?o[i]:za(s),u=s["~run"]({value:a},r);if(u.issues){let c={type:"object",origin:"value",input:o,key:i,value:a};for(let d of u.issues)
d.path?d.path.unshift(c):d.path=[c],n.issues?.push(d);if(n.issues||(n.issues=u.issues),r.abortEarly){n.typed=!1;break}}u.typed||(n.typed=!1),n.value[i]=u.value}else if(s.
fallback!==void 0)n.value[i]=Af(s);else if(s.type!=="exact_optional"&&s.type!=="optional"&&s.type!=="nullish"&&(K(this,"key",n,r,{input:void 0,expected:`"${i}"`,
path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]}),r.abortEarly))break}if(!n.issues||!r.abortEarly){for(let i in o)if(!Object.prototype.hasOwnProperty.
call(this.entries,i)){K(this,"key",n,r,{input:i,expected:"never",path:[{type:"object",origin:"key",input:o,key:i,value:o[i]}]});break}}}else K(this,"type",n,r);
return n}})}function tt(e){return Pe({kind:"schema",type:"string",reference:tt,expects:"string",async:!1,message:e,"~run"(t,n){return typeof t.value=="string"?t.typed=!0:K(
this,"type",t,n),t}})}function Sf(e){let t;if(e)for(let n of e)if(t)for(let r of n.issues)t.push(r);else t=n.issues;return t}function Ja(e,t){return Pe({kind:"schema",type:"union",reference:Ja,
expects:$a(e.map(n=>n.expects),"|"),async:!1,options:e,message:t,"~run"(n,r){let o,i,s;for(let a of this.options){let u=a["~run"]({value:n.value},r);if(u.typed)
if(u.issues)i?i.push(u):i=[u];else{o=u;break}else s?s.push(u):s=[u]}if(o)return o;if(i){if(i.length===1)return i[0];K(this,"type",n,r,{issues:Sf(i)}),n.typed=!0}else{
if(s?.length===1)return s[0];K(this,"type",n,r,{issues:Sf(s)})}return n}})}function Ya(){return Pe({kind:"schema",type:"unknown",reference:Ya,expects:"unknown",async:!1,"~run"(e){return e.typed=!0,e}})}function Xa(e,t,n){return Pe({kind:"\
schema",type:"variant",reference:Xa,expects:"Object",async:!1,key:e,options:t,message:n,"~run"(r,o){let i=r.value;if(i&&typeof i=="object"){let s,a=0,u=this.key,
c=[],d=(f,y)=>{for(let p of f.options){if(p.type==="variant")d(p,new Set(y).add(p.key));else{let m=!0,g=0;for(let b of y){let w=p.entries[b];if(b in i?w["~run"](
{typed:!1,value:i[b]},z0).issues:w.type!=="exact_optional"&&w.type!=="optional"&&w.type!=="nullish"){m=!1,u!==b&&(a<g||a===g&&b in i&&!(u in i))&&(a=g,u=b,c=[]),
u===b&&c.push(p.entries[b].expects);break}g++}if(m){let b=p["~run"]({value:i},o);(!s||!s.typed&&b.typed)&&(s=b)}}if(s&&!s.issues)break}};if(d(this,new Set([this.
key])),s)return s;K(this,"type",r,o,{input:i[u],expected:$a(c,"|"),path:[{type:"object",origin:"value",input:i,key:u,value:i[u]}]})}else K(this,"type",r,o);return r}})}function nt(...e){return Pe({...e[0],pipe:e,"~run"(t,n){for(let r of e)if(r.kind!=="metadata"){if(t.issues&&(r.kind==="schema"||r.kind==="transformation")){t.typed=
!1;break}(!t.issues||!n.abortEarly&&!n.abortPipeEarly)&&(t=r["~run"](t,n))}return t}})}function yt(e,t,n){let r=e["~run"]({value:t},xf(n));return{typed:r.typed,success:!r.issues,output:r.value,issues:r.issues}}var eu=["test","view","install","update"],Rf=["pause","resume","move","discard",...eu];function kf(e,t,n){let{by:r,atMs:o}=e,i=e.kind==="note"?e.action:e.kind,s=J0(
e,t,n).slice(0,200);return{kind:i,atMs:o,by:r,detail:s}}function J0(e,t,n){switch(e.kind){case"pause":case"resume":return"";case"move":{let{destination:r}=e,o=le(
t,r),i=o===void 0?"which had no place yet":`from ${Za(o)}`;return`${r}, ${i}, to ${Za(e.after)}`}case"discard":return X0(t,n);case"note":return e.detail}}var Y0=3;
function X0(e,t){let n=new Set(t.deadLetters),r=e.deadLetters.filter(i=>!n.has(i)),o=`${r.length} ${r.length===1?"dead letter":"dead letters"}`;return r.length===
0||r.length>Y0?o:`${o}: ${r.map(({logId:i})=>Za(i)).join(", ")}`}var Ef=60;function Za(e){return e.length<=Ef?e:`${e.slice(0,Ef-3)}...`}var Dt=nt(tt(),qa(/^[!-~]{1,200}$/)),ii=nt(Hr(),Ka()),Ie=nt(ii,Br(0)),_f=864e13,an=nt(Hr(),Br(-_f),ti(_f)),Nt=sn(te),Z0=Ja([ri({after:Dt}),ri({after:Dt,until:Dt})]),
Q0=nt(Lt(Z0),Wa(e=>e.filter(t=>!("until"in t)).length===1)),Of=Hn(Nt,Q0),ex=1e9,Mf=nt(Hr(),Ga(),Br(0),ti(ex)),Pf=Hn(Nt,an),If=ni(an),si=ni(fe({holder:tt(),expiresAtMs:an})),
Lf=Hn(tt(),tt()),tx=fe({logId:Dt,destination:Nt}),Cf=Nf(100),Df=Nf(200);function Nf(e){return nt(tt(),ja(t=>qo(t,e)))}var Un={by:Cf,atMs:an},ai=Xa("kind",[fe({kind:Ct(
"pause"),...Un}),fe({kind:Ct("resume"),...Un}),fe({kind:Ct("move"),...Un,destination:Nt,after:Dt}),fe({kind:Ct("discard"),...Un,deadLetters:Lt(tx)}),fe({kind:Ct(
"note"),...Un,action:sn(eu),detail:Df})]),Ff=fe({kind:sn(Rf),...Un,detail:Df}),Bf=fe({logId:Dt,logType:tt(),destination:Nt,reason:tt(),refusedAtMs:an,content:ee(
tt())}),$r=tt(),Tf=Lt($r),Ur=nt($r,ei(200)),Hf={runId:Ur,trigger:sn(["schedule","administrator","command-line"]),by:ee(Cf),work:ee(Ct("replay")),startedAtMs:an,
endedAtMs:an,outcome:sn(["caught-up","out-of-time","rate-limited","stopped","misconfigured"]),lagMs:ee(ii),lastExportedAtMs:ee(ii)},Uf={destination:Nt,deadLetters:ee(
Ie),unresolvedRecords:ee(Ie)},nx=10;function $f(e){return nt(Lt(e),ei(nx))}var rx=nt(Hn(Ur,Ie),Va(Ba)),Wf=fe({...Hf,reason:ee($r),problems:ee(Tf),warnings:ee(Tf),
pages:Ie,pageRetries:Ie,deliveries:$f(fe({...Uf,logs:Ie,batches:Ie,bytes:Ie,retries:Ie,truncatedRecords:Ie,types:ee(rx),checkpoint:Ur})),capacityLogs:ee(ii)}),Kf=fe(
{...Hf,reason:ee(Ur),pageRetries:ee(Ie),deliveries:$f(fe({...Uf,logs:ee(Ie),batches:ee(Ie),retries:ee(Ie),checkpoint:ee(Ur)}))});var ox={1:e=>({...e,version:2,completeUntilMs:{},moves:0,pausedAtMs:null,requests:[],unreportedWarnings:[],deadLetters:[]}),2:e=>({...e,version:3,requests:ix(e.
requests,sx(e.lease)),pastRuns:[],actions:[]})};function ix(e,t){return Array.isArray(e)?e.map(n=>typeof n=="object"&&n!==null?{by:"an administrator",atMs:t,...n}:
n):e}function sx(e){let t=yt(si,e);return t.success?t.output?.expiresAtMs??0:0}function ru(e){let{version:t}=e,n=typeof t=="number"?ox[t]:void 0;return n===void 0?
e:ru(n(e))}function Ft(e){if(e==null)return{status:"first-run"};if(typeof e!="object"||Array.isArray(e))return ci("is not an object");let t=e;if(Object.keys(t).length===0)
return{status:"first-run"};let n=ru(t),{version:r}=n;if(typeof r=="number"&&r>3)return ci(`is of version ${r}, which a newer version of this program wrote`,"Ins\
tall that version again; nothing in the state has to be changed.");if(r!==3)return ci(`is of no version up to ${3}, so this program did not write it`);let o=yt(
Of,n.checkpoints);if(!o.success||Array.isArray(n.checkpoints))return ci("has a checkpoint that cannot be read");let i=[];function s(d,f,y){let p=yt(f,n[d]);return p.
success?p.output:(i.push(`The stored ${Gf[d]??d} could not be read and was dropped.`),y)}function a(d,f,y=()=>{}){let p=s(d,Lt(Ya()),[]),m=[];for(let b of p){let w=yt(
f,b),S=w.success?w.output:y(b);S!==void 0&&m.push(S)}let g=p.length-m.length;return g>0&&i.push(`Of the stored ${Gf[d]??d}, ${g} of ${p.length} entries could no\
t be read and were dropped.`),m}let u={version:3,checkpoints:o.output,completeUntilMs:s("completeUntilMs",Pf,{}),moves:s("moves",Mf,at.moves),pausedAtMs:s("paus\
edAtMs",If,null),requests:a("requests",ai),lease:s("lease",si,at.lease),unreportedWarnings:a("unreportedWarnings",$r),history:a("history",Wf),pastRuns:a("pastRu\
ns",Kf),actions:a("actions",Ff),deadLetters:a("deadLetters",Bf,ux),tokens:s("tokens",Lf,at.tokens)},c=Bn(u.unreportedWarnings,i);return{status:"parsed",state:{...u,
unreportedWarnings:c}}}var Gf={completeUntilMs:"time up to which nothing is missing",moves:"count of moved checkpoints",pausedAtMs:"pause",unreportedWarnings:"w\
arnings of a run that died",pastRuns:"list of earlier runs",actions:"list of what administrators did",deadLetters:"dead letters"},ax=fe({logId:Dt,destination:Nt});
function ux(e){let t=yt(ax,e);return t.success?{...t.output,logType:"",reason:"its stored entry could not be read",refusedAtMs:0}:void 0}var cx="Restore the sta\
te, or delete it and set START_FROM to where the export should go on.";function ci(e,t=cx){return{status:"broken",reason:`The stored state ${e}. Nothing was exp\
orted, so that no log is lost or repeated. ${t}`}}function un(e){return e.requests.length===0?e:{...e.requests.reduce(dx,e),requests:[]}}function dx(e,t){let n=lx(e,t);return{...n,actions:[kf(t,e,n),...e.actions]}}
function lx(e,t){switch(t.kind){case"pause":return{...e,pausedAtMs:fx(e,t.atMs)};case"resume":return{...e,pausedAtMs:null};case"move":{let{destination:n,after:r}=t;
return{...It(e,n,r),moves:e.moves+1}}case"discard":return Ln(e,t.deadLetters);case"note":return e}}function fx({pausedAtMs:e,lease:t},n){return e===null||t!==null?
n:e}function ou(e,t){return n=>{let r=e(n),{checkpoints:o,completeUntilMs:i}=n,s=n.moves!==t;return un(s?{...r,checkpoints:o,completeUntilMs:i}:r)}}function Vf(e){let{runId:t,trigger:n,by:r,work:o,startedAtMs:i,endedAtMs:s,outcome:a,deliveries:u}=e,{pageRetries:c,lagMs:d,lastExportedAtMs:f,problems:y}=e,p=e.
reason??y?.[0];return{runId:t,trigger:n,...r===void 0?{}:{by:r},...o===void 0?{}:{work:o},startedAtMs:i,endedAtMs:s,outcome:a,...p===void 0?{}:{reason:Nr(p)},...c===
0?{}:{pageRetries:c},deliveries:u.map(px),...d===void 0?{}:{lagMs:d},...f===void 0?{}:{lastExportedAtMs:f}}}function px(e){let{destination:t,logs:n,batches:r,retries:o,
checkpoint:i}=e,{deadLetters:s=0,unresolvedRecords:a}=e;return{destination:t,...n===0?{}:{logs:n},...r===0?{}:{batches:r},...o===0?{}:{retries:o},...s===0?{}:{deadLetters:s},
...a===void 0?{}:{unresolvedRecords:a},checkpoint:i}}function qf(e){let t=e.deliveries.map(({checkpoint:n,...r})=>r);return{...e,deliveries:t}}var jf=[$n(2e5,2e4,15e3,15e4),$n(5e4,1e4,5e3,15e4),$n(5e3,0,1e3,15e4),$n(5e3,0,1e3,5e4),$n(0,0,0,0)];function $n(e,t,n,r){return{maxHistoryBytes:e,minReportBytes:t,
maxActionBytes:n,maxDeadLetterBytes:r}}var mx=$n(0,0,0,0),li=jf.length-1,hx=5e4,yx=80;function zf(e,t=0){let{maxHistoryBytes:n,minReportBytes:r,maxActionBytes:o,
maxDeadLetterBytes:i}=jf[t]??mx,{history:s,pastRuns:a,actions:u,deadLetters:c,tokens:d,...f}=e,y=gt({...f,tokens:d})>hx,p=Jf(u,o),m=n-gt(p);return{...e,...gx(s,
a,m,r),actions:p,deadLetters:vx(c,i),tokens:y?{}:d}}function gx(e,t,n,r){let o=gt(e),i=o+gt(t),s=e.length,a=[];for(;s>1&&i>n&&o>r;s-=1){let d=e[s-1];if(d===void 0)
break;let f=Vf(d);a.unshift(f),o-=di(d),i+=di(f)-di(d)}let u=e.slice(0,s),c=wx(bx([...a,...t],u));return{history:u,pastRuns:Jf(c,n-o)}}function bx(e,t){let n=new Set(
t.map(({runId:r})=>r));return e.filter(({runId:r})=>{let o=!n.has(r);return n.add(r),o})}function wx(e){return e.map((t,n)=>n<yx?t:qf(t))}function Jf(e,t){let n=gt(
e),r=e.length;for(;r>0&&n>t;r-=1)n-=di(e[r-1]);return e.slice(0,r)}function vx(e,t){let n=gt(e)-t;return e.map(r=>{let{content:o,...i}=r;return n<=0||o===void 0?
r:(n-=gt(r)-gt(i),i)})}function di(e){return gt(e)+1}function gt(e){return Buffer.byteLength(JSON.stringify(e))}async function fi(e,t,n,r=li){for(let o=n;;o+=1){let i=zf(t,o),s=await e(i);if(!(s.status==="failed"&&s.isTooLarge)||o>=r)return{write:s,trimmed:i,level:o}}}var Sx=5,xx=5e3;function Yf({store:e,clock:t,random:n,holder:r},o){let{state:i,version:s}=o,a=Promise.resolve(),u=!1,c=0,d=new AbortController().signal;function f(g){
return et(g).some(({runId:b})=>b===r)}async function y(g){let b=await e.read(g);if(b.status==="failed")return{status:"retry",reason:b.reason};let w=Ft(b.document);
if(w.status==="parsed"&&f(w.state))return{status:"written",state:w.state};if(w.status!=="parsed"||w.state.lease?.holder!==r)return u=!0,{status:"lease-lost"};i=
w.state,s=b.version}async function p(g,b){let w=t.now()+b;for(let S=0;S<Sx;S+=1){if(u)return{status:"lease-lost"};let{write:A,trimmed:x,level:O}=await fi(de=>e.
write(de,s,w-t.now()),g(i),c);if(c=O,A.status==="written")return i=x,s=A.version,{status:"written",state:i};if(A.status==="failed")return{status:"retry",reason:A.
reason};let T=await y(w-t.now());if(T!==void 0)return T}return{status:"failed",reason:"the state is being changed by somebody else all the time"}}async function m(g,b){
let w={untilMs:b,attemptTimeoutMs:xx,signal:d},{outcome:S}=await Pt(A=>p(g,A),w,t,n);return S.status==="retry"?{status:"failed",reason:S.reason}:S}return{update(g,b){
let w=a.then(()=>m(g,b)).catch(S=>({status:"failed",reason:Fa(S)}));return a=w,w}}}function Xf(e,t){let n=e+t,r=n-t*.075,o=(r+n)/2;return{startedAtMs:e,fetchUntilMs:r-t*.15,deliverUntilMs:r,saveUntilMs:o,overtimeMs:(o+n)/2,deadlineMs:n,attemptTimeoutMs:Math.
min(8e3,t*.4),maxUnsentMs:Math.min(2e3,t*.2)}}var Ax=5e3,Wn={pages:0,pageRetries:0,deliveries:[]};async function iu(e,t,n){let{store:r,clock:o,random:i,maxRunMs:s}=e,{trigger:a,by:u}=t,c=Xf(o.now(),s),d=_x(
o,i),f={runId:d,trigger:a,...u===void 0?{}:{by:qo(u,100)},...n.kind===void 0?{}:{work:n.kind},startedAtMs:c.startedAtMs};function y(N){let{finish:se,...Oe}=N;return{
...f,endedAtMs:o.now(),...Oe}}function p(N){return{status:"ran",report:y({outcome:"stopped",reason:N,...Wn})}}let m=Math.min(Ax,c.fetchUntilMs-c.startedAtMs),g=await r.
read(m);if(g.status==="failed")return p(`the state could not be read: ${g.reason}`);let b=Ft(g.document);if(b.status==="broken")return p(b.reason);let w=b.status===
"first-run"?at:un(b.state),S=a==="schedule"?e.minIntervalMs:0,A=wf(w,o.now(),S);if(A!=="start")return{status:A};if(w.pausedAtMs!==null&&a!=="administrator")return{
status:"paused"};let x=Yf({store:r,clock:o,random:i,holder:d},{state:w,version:g.version}),O=Rx(x,o,d,c,w),T=await O.save(n.prepare);if(T.status==="lease-lost")
return{status:"busy"};if(T.status==="failed")return p(`the state could not be stored: ${T.reason}`);let B=(async()=>T.status==="overruled"?{...rn(T),...Wn}:n.perform(
O))().catch(N=>({...Nn(N),...Wn})),ie=await bf(B,c.overtimeMs,Ex,o);O.close();let xe=Bn(w.unreportedWarnings,ie.warnings),L=y(xe.length===0?ie:{...ie,warnings:xe}),
H=N=>({...ie.finish?.(N)??N,unreportedWarnings:N.unreportedWarnings.filter(se=>!xe.includes(se)),history:[L,...N.history],lease:null}),C=await x.update(ou(H,w.moves),
c.deadlineMs);return C.status==="written"?{status:"ran",report:L}:{status:"ran",report:{...L,...rn(C)}}}function Ex(){return{outcome:"stopped",reason:"the expor\
ter has a defect (the run did not end by itself); please report it",...Wn}}function Rx(e,t,n,r,o){let i=0,s=!1;return{budget:r,before:o,close(){s=!0},async save(a){
if(s)return{status:"lease-lost"};let u=t.now(),c=y=>vf(a(y),n,u),d=await e.update(ou(c,o.moves),r.saveUntilMs);if(d.status!=="written")return d;i=u+Zo;let f=kx(
o,d.state);return f===void 0?d:{status:"overruled",reason:f}},isLeaseValid:()=>!s&&t.now()<i}}function kx(e,t){if(t.moves!==e.moves)return"an administrator move\
d the checkpoint";if(t.pausedAtMs!==e.pausedAtMs&&t.pausedAtMs!==null)return"an administrator paused the export"}function _x(e,t){let n=Math.floor(t()*2821109907456).
toString(36).padStart(8,"0");return`${e.now().toString(36)}-${n}`}var Pp=require("node:http"),Ip=require("node:https");var Tp=P(require("node:http"),1),Op=P(require("node:https"),1),pn=P(require("node:zlib"),1),We=P(require("node:stream"),1),zr=require("node:buffer");function Tx(e){if(!/^data:/i.test(e))throw new TypeError('`uri` does not appear to be a Data URI (must begin with "data:")');e=e.replace(/\r?\n/g,"");let t=e.indexOf(
",");if(t===-1||t<=4)throw new TypeError("malformed data: URI");let n=e.substring(5,t).split(";"),r="",o=!1,i=n[0]||"text/plain",s=i;for(let d=1;d<n.length;d++)
n[d]==="base64"?o=!0:n[d]&&(s+=`;${n[d]}`,n[d].indexOf("charset=")===0&&(r=n[d].substring(8)));!n[0]&&!r.length&&(s+=";charset=US-ASCII",r="US-ASCII");let a=o?"\
base64":"ascii",u=unescape(e.substring(t+1)),c=Buffer.from(u,a);return c.type=i,c.typeFull=s,c.charset=r,c}var Zf=Tx;var Ge=P(require("node:stream"),1),vt=require("node:util"),Ue=require("node:buffer");Wr();pi();var wt=class extends Error{constructor(t,n){super(t),Error.captureStackTrace(this,this.constructor),this.type=n}get name(){return this.constructor.name}get[Symbol.
toStringTag](){return this.constructor.name}};var Le=class extends wt{constructor(t,n,r){super(t,n),r&&(this.code=this.errno=r.code,this.erroredSysCall=r.syscall)}};var mi=Symbol.toStringTag,du=e=>typeof e=="object"&&typeof e.append=="function"&&typeof e.delete=="function"&&typeof e.get=="function"&&typeof e.getAll=="functi\
on"&&typeof e.has=="function"&&typeof e.set=="function"&&typeof e.sort=="function"&&e[mi]==="URLSearchParams",Gr=e=>e&&typeof e=="object"&&typeof e.arrayBuffer==
"function"&&typeof e.type=="string"&&typeof e.stream=="function"&&typeof e.constructor=="function"&&/^(Blob|File)$/.test(e[mi]),sp=e=>typeof e=="object"&&(e[mi]===
"AbortSignal"||e[mi]==="EventTarget"),ap=(e,t)=>{let n=new URL(t).hostname,r=new URL(e).hostname;return n===r||n.endsWith(`.${r}`)},up=(e,t)=>{let n=new URL(t).
protocol,r=new URL(e).protocol;return n===r};var Kx=(0,vt.promisify)(Ge.default.pipeline),Ce=Symbol("Body internals"),ct=class{constructor(t,{size:n=0}={}){let r=null;t===null?t=null:du(t)?t=Ue.Buffer.from(
t.toString()):Gr(t)||Ue.Buffer.isBuffer(t)||(vt.types.isAnyArrayBuffer(t)?t=Ue.Buffer.from(t):ArrayBuffer.isView(t)?t=Ue.Buffer.from(t.buffer,t.byteOffset,t.byteLength):
t instanceof Ge.default||(t instanceof dn?(t=ip(t),r=t.type.split("=")[1]):t=Ue.Buffer.from(String(t))));let o=t;Ue.Buffer.isBuffer(t)?o=Ge.default.Readable.from(
t):Gr(t)&&(o=Ge.default.Readable.from(t.stream())),this[Ce]={body:t,stream:o,boundary:r,disturbed:!1,error:null},this.size=n,t instanceof Ge.default&&t.on("erro\
r",i=>{let s=i instanceof wt?i:new Le(`Invalid response body while trying to fetch ${this.url}: ${i.message}`,"system",i);this[Ce].error=s})}get body(){return this[Ce].
stream}get bodyUsed(){return this[Ce].disturbed}async arrayBuffer(){let{buffer:t,byteOffset:n,byteLength:r}=await pu(this);return t.slice(n,n+r)}async formData(){
let t=this.headers.get("content-type");if(t.startsWith("application/x-www-form-urlencoded")){let r=new dn,o=new URLSearchParams(await this.text());for(let[i,s]of o)
r.append(i,s);return r}let{toFormData:n}=await Promise.resolve().then(()=>(pp(),fp));return n(this.body,t)}async blob(){let t=this.headers&&this.headers.get("co\
ntent-type")||this[Ce].body&&this[Ce].body.type||"",n=await this.arrayBuffer();return new bt([n],{type:t})}async json(){let t=await this.text();return JSON.parse(
t)}async text(){let t=await pu(this);return new TextDecoder().decode(t)}buffer(){return pu(this)}};ct.prototype.buffer=(0,vt.deprecate)(ct.prototype.buffer,"Ple\
ase use 'response.arrayBuffer()' instead of 'response.buffer()'","node-fetch#buffer");Object.defineProperties(ct.prototype,{body:{enumerable:!0},bodyUsed:{enumerable:!0},
arrayBuffer:{enumerable:!0},blob:{enumerable:!0},json:{enumerable:!0},text:{enumerable:!0},data:{get:(0,vt.deprecate)(()=>{},"data doesn't exist, use json(), te\
xt(), arrayBuffer(), or body instead","https://github.com/node-fetch/node-fetch/issues/1000 (response)")}});async function pu(e){if(e[Ce].disturbed)throw new TypeError(
`body used already for: ${e.url}`);if(e[Ce].disturbed=!0,e[Ce].error)throw e[Ce].error;let{body:t}=e;if(t===null)return Ue.Buffer.alloc(0);if(!(t instanceof Ge.default))
return Ue.Buffer.alloc(0);let n=[],r=0;try{for await(let o of t){if(e.size>0&&r+o.length>e.size){let i=new Le(`content size at ${e.url} over limit: ${e.size}`,"\
max-size");throw t.destroy(i),i}r+=o.length,n.push(o)}}catch(o){throw o instanceof wt?o:new Le(`Invalid response body while trying to fetch ${e.url}: ${o.message}`,
"system",o)}if(t.readableEnded===!0||t._readableState.ended===!0)try{return n.every(o=>typeof o=="string")?Ue.Buffer.from(n.join("")):Ue.Buffer.concat(n,r)}catch(o){
throw new Le(`Could not create Buffer from response body for ${e.url}: ${o.message}`,"system",o)}else throw new Le(`Premature close of server response while try\
ing to fetch ${e.url}`)}var Gn=(e,t)=>{let n,r,{body:o}=e[Ce];if(e.bodyUsed)throw new Error("cannot clone body after it is used");return o instanceof Ge.default&&
typeof o.getBoundary!="function"&&(n=new Ge.PassThrough({highWaterMark:t}),r=new Ge.PassThrough({highWaterMark:t}),o.pipe(n),o.pipe(r),e[Ce].stream=n,o=r),o},Gx=(0,vt.deprecate)(
e=>e.getBoundary(),"form-data doesn't follow the spec and requires special treatment. Use alternative package","https://github.com/node-fetch/node-fetch/issues/\
1167"),bi=(e,t)=>e===null?null:typeof e=="string"?"text/plain;charset=UTF-8":du(e)?"application/x-www-form-urlencoded;charset=UTF-8":Gr(e)?e.type||null:Ue.Buffer.
isBuffer(e)||vt.types.isAnyArrayBuffer(e)||ArrayBuffer.isView(e)?null:e instanceof dn?`multipart/form-data; boundary=${t[Ce].boundary}`:e&&typeof e.getBoundary==
"function"?`multipart/form-data;boundary=${Gx(e)}`:e instanceof Ge.default?null:"text/plain;charset=UTF-8",mp=e=>{let{body:t}=e[Ce];return t===null?0:Gr(t)?t.size:
Ue.Buffer.isBuffer(t)?t.length:t&&typeof t.getLengthSync=="function"&&t.hasKnownLength&&t.hasKnownLength()?t.getLengthSync():null},hp=async(e,{body:t})=>{t===null?
e.end():await Kx(t,e)};var mu=require("node:util"),qr=P(require("node:http"),1),wi=typeof qr.default.validateHeaderName=="function"?qr.default.validateHeaderName:e=>{if(!/^[\^`\-\w!#$%&'*+.|~]+$/.
test(e)){let t=new TypeError(`Header name must be a valid HTTP token [${e}]`);throw Object.defineProperty(t,"code",{value:"ERR_INVALID_HTTP_TOKEN"}),t}},hu=typeof qr.default.
validateHeaderValue=="function"?qr.default.validateHeaderValue:(e,t)=>{if(/[^\t\u0020-\u007E\u0080-\u00FF]/.test(t)){let n=new TypeError(`Invalid character in h\
eader content ["${e}"]`);throw Object.defineProperty(n,"code",{value:"ERR_INVALID_CHAR"}),n}},$e=class e extends URLSearchParams{constructor(t){let n=[];if(t instanceof
e){let r=t.raw();for(let[o,i]of Object.entries(r))n.push(...i.map(s=>[o,s]))}else if(t!=null)if(typeof t=="object"&&!mu.types.isBoxedPrimitive(t)){let r=t[Symbol.
iterator];if(r==null)n.push(...Object.entries(t));else{if(typeof r!="function")throw new TypeError("Header pairs must be iterable");n=[...t].map(o=>{if(typeof o!=
"object"||mu.types.isBoxedPrimitive(o))throw new TypeError("Each header pair must be an iterable object");return[...o]}).map(o=>{if(o.length!==2)throw new TypeError(
"Each header pair must be a name/value tuple");return[...o]})}}else throw new TypeError("Failed to construct 'Headers': The provided value is not of type '(sequ\
ence<sequence<ByteString>> or record<ByteString, ByteString>)");return n=n.length>0?n.map(([r,o])=>(wi(r),hu(r,String(o)),[String(r).toLowerCase(),String(o)])):
void 0,super(n),new Proxy(this,{get(r,o,i){switch(o){case"append":case"set":return(s,a)=>(wi(s),hu(s,String(a)),URLSearchParams.prototype[o].call(r,String(s).toLowerCase(),
String(a)));case"delete":case"has":case"getAll":return s=>(wi(s),URLSearchParams.prototype[o].call(r,String(s).toLowerCase()));case"keys":return()=>(r.sort(),new Set(
URLSearchParams.prototype.keys.call(r)).keys());default:return Reflect.get(r,o,i)}}})}get[Symbol.toStringTag](){return this.constructor.name}toString(){return Object.
prototype.toString.call(this)}get(t){let n=this.getAll(t);if(n.length===0)return null;let r=n.join(", ");return/^content-encoding$/i.test(t)&&(r=r.toLowerCase()),
r}forEach(t,n=void 0){for(let r of this.keys())Reflect.apply(t,n,[this.get(r),r,this])}*values(){for(let t of this.keys())yield this.get(t)}*entries(){for(let t of this.
keys())yield[t,this.get(t)]}[Symbol.iterator](){return this.entries()}raw(){return[...this.keys()].reduce((t,n)=>(t[n]=this.getAll(n),t),{})}[Symbol.for("nodejs\
.util.inspect.custom")](){return[...this.keys()].reduce((t,n)=>{let r=this.getAll(n);return n==="host"?t[n]=r[0]:t[n]=r.length>1?r:r[0],t},{})}};Object.defineProperties(
$e.prototype,["get","entries","forEach","values"].reduce((e,t)=>(e[t]={enumerable:!0},e),{}));function yp(e=[]){return new $e(e.reduce((t,n,r,o)=>(r%2===0&&t.push(
o.slice(r,r+2)),t),[]).filter(([t,n])=>{try{return wi(t),hu(t,String(n)),!0}catch{return!1}}))}var Vx=new Set([301,302,303,307,308]),vi=e=>Vx.has(e);var rt=Symbol("Response internals"),De=class e extends ct{constructor(t=null,n={}){super(t,n);let r=n.status!=null?n.status:200,o=new $e(n.headers);if(t!==null&&
!o.has("Content-Type")){let i=bi(t,this);i&&o.append("Content-Type",i)}this[rt]={type:"default",url:n.url,status:r,statusText:n.statusText||"",headers:o,counter:n.
counter,highWaterMark:n.highWaterMark}}get type(){return this[rt].type}get url(){return this[rt].url||""}get status(){return this[rt].status}get ok(){return this[rt].
status>=200&&this[rt].status<300}get redirected(){return this[rt].counter>0}get statusText(){return this[rt].statusText}get headers(){return this[rt].headers}get highWaterMark(){
return this[rt].highWaterMark}clone(){return new e(Gn(this,this.highWaterMark),{type:this.type,url:this.url,status:this.status,statusText:this.statusText,headers:this.
headers,ok:this.ok,redirected:this.redirected,size:this.size,highWaterMark:this.highWaterMark})}static redirect(t,n=302){if(!vi(n))throw new RangeError('Failed \
to execute "redirect" on "response": Invalid status code');return new e(null,{headers:{location:new URL(t).toString()},status:n})}static error(){let t=new e(null,
{status:0,statusText:""});return t[rt].type="error",t}static json(t=void 0,n={}){let r=JSON.stringify(t);if(r===void 0)throw new TypeError("data is not JSON ser\
ializable");let o=new $e(n&&n.headers);return o.has("content-type")||o.set("content-type","application/json"),new e(r,{...n,headers:o})}get[Symbol.toStringTag](){
return"Response"}};Object.defineProperties(De.prototype,{type:{enumerable:!0},url:{enumerable:!0},status:{enumerable:!0},ok:{enumerable:!0},redirected:{enumerable:!0},
statusText:{enumerable:!0},headers:{enumerable:!0},clone:{enumerable:!0}});var Rp=require("node:url"),kp=require("node:util");var gp=e=>{if(e.search)return e.search;let t=e.href.length-1,n=e.hash||(e.href[t]==="#"?"#":"");return e.href[t-n.length]==="?"?"?":""};var wp=require("node:net");function bp(e,t=!1){return e==null||(e=new URL(e),/^(about|blob|data):$/.test(e.protocol))?"no-referrer":(e.username="",e.password="",
e.hash="",t&&(e.pathname="",e.search=""),e)}var vp=new Set(["","no-referrer","no-referrer-when-downgrade","same-origin","origin","strict-origin","origin-when-cr\
oss-origin","strict-origin-when-cross-origin","unsafe-url"]),Sp="strict-origin-when-cross-origin";function xp(e){if(!vp.has(e))throw new TypeError(`Invalid refe\
rrerPolicy: ${e}`);return e}function qx(e){if(/^(http|ws)s:$/.test(e.protocol))return!0;let t=e.host.replace(/(^\[)|(]$)/g,""),n=(0,wp.isIP)(t);return n===4&&/^127\./.
test(t)||n===6&&/^(((0+:){7})|(::(0+:){0,6}))0*1$/.test(t)?!0:e.host==="localhost"||e.host.endsWith(".localhost")?!1:e.protocol==="file:"}function Vn(e){return/^about:(blank|srcdoc)$/.
test(e)||e.protocol==="data:"||/^(blob|filesystem):$/.test(e.protocol)?!0:qx(e)}function Ap(e,{referrerURLCallback:t,referrerOriginCallback:n}={}){if(e.referrer===
"no-referrer"||e.referrerPolicy==="")return null;let r=e.referrerPolicy;if(e.referrer==="about:client")return"no-referrer";let o=e.referrer,i=bp(o),s=bp(o,!0);i.
toString().length>4096&&(i=s),t&&(i=t(i)),n&&(s=n(s));let a=new URL(e.url);switch(r){case"no-referrer":return"no-referrer";case"origin":return s;case"unsafe-url":
return i;case"strict-origin":return Vn(i)&&!Vn(a)?"no-referrer":s.toString();case"strict-origin-when-cross-origin":return i.origin===a.origin?i:Vn(i)&&!Vn(a)?"n\
o-referrer":s;case"same-origin":return i.origin===a.origin?i:"no-referrer";case"origin-when-cross-origin":return i.origin===a.origin?i:s;case"no-referrer-when-d\
owngrade":return Vn(i)&&!Vn(a)?"no-referrer":i;default:throw new TypeError(`Invalid referrerPolicy: ${r}`)}}function Ep(e){let t=(e.get("referrer-policy")||"").
split(/[,\s]+/),n="";for(let r of t)r&&vp.has(r)&&(n=r);return n}var ae=Symbol("Request internals"),jr=e=>typeof e=="object"&&typeof e[ae]=="object",jx=(0,kp.deprecate)(()=>{},".data is not a valid RequestInit property, use .\
body instead","https://github.com/node-fetch/node-fetch/issues/1000 (request)"),fn=class e extends ct{constructor(t,n={}){let r;if(jr(t)?r=new URL(t.url):(r=new URL(
t),t={}),r.username!==""||r.password!=="")throw new TypeError(`${r} is an url with embedded credentials.`);let o=n.method||t.method||"GET";if(/^(delete|get|head|options|post|put)$/i.
test(o)&&(o=o.toUpperCase()),!jr(n)&&"data"in n&&jx(),(n.body!=null||jr(t)&&t.body!==null)&&(o==="GET"||o==="HEAD"))throw new TypeError("Request with GET/HEAD m\
ethod cannot have body");let i=n.body?n.body:jr(t)&&t.body!==null?Gn(t):null;super(i,{size:n.size||t.size||0});let s=new $e(n.headers||t.headers||{});if(i!==null&&
!s.has("Content-Type")){let c=bi(i,this);c&&s.set("Content-Type",c)}let a=jr(t)?t.signal:null;if("signal"in n&&(a=n.signal),a!=null&&!sp(a))throw new TypeError(
"Expected signal to be an instanceof AbortSignal or EventTarget");let u=n.referrer==null?t.referrer:n.referrer;if(u==="")u="no-referrer";else if(u){let c=new URL(
u);u=/^about:(\/\/)?client$/.test(c)?"client":c}else u=void 0;this[ae]={method:o,redirect:n.redirect||t.redirect||"follow",headers:s,parsedURL:r,signal:a,referrer:u},
this.follow=n.follow===void 0?t.follow===void 0?20:t.follow:n.follow,this.compress=n.compress===void 0?t.compress===void 0?!0:t.compress:n.compress,this.counter=
n.counter||t.counter||0,this.agent=n.agent||t.agent,this.highWaterMark=n.highWaterMark||t.highWaterMark||16384,this.insecureHTTPParser=n.insecureHTTPParser||t.insecureHTTPParser||
!1,this.referrerPolicy=n.referrerPolicy||t.referrerPolicy||""}get method(){return this[ae].method}get url(){return(0,Rp.format)(this[ae].parsedURL)}get headers(){
return this[ae].headers}get redirect(){return this[ae].redirect}get signal(){return this[ae].signal}get referrer(){if(this[ae].referrer==="no-referrer")return"";
if(this[ae].referrer==="client")return"about:client";if(this[ae].referrer)return this[ae].referrer.toString()}get referrerPolicy(){return this[ae].referrerPolicy}set referrerPolicy(t){
this[ae].referrerPolicy=xp(t)}clone(){return new e(this)}get[Symbol.toStringTag](){return"Request"}};Object.defineProperties(fn.prototype,{method:{enumerable:!0},
url:{enumerable:!0},headers:{enumerable:!0},redirect:{enumerable:!0},clone:{enumerable:!0},signal:{enumerable:!0},referrer:{enumerable:!0},referrerPolicy:{enumerable:!0}});
var _p=e=>{let{parsedURL:t}=e[ae],n=new $e(e[ae].headers);n.has("Accept")||n.set("Accept","*/*");let r=null;if(e.body===null&&/^(post|put)$/i.test(e.method)&&(r=
"0"),e.body!==null){let a=mp(e);typeof a=="number"&&!Number.isNaN(a)&&(r=String(a))}r&&n.set("Content-Length",r),e.referrerPolicy===""&&(e.referrerPolicy=Sp),e.
referrer&&e.referrer!=="no-referrer"?e[ae].referrer=Ap(e):e[ae].referrer="no-referrer",e[ae].referrer instanceof URL&&n.set("Referer",e.referrer),n.has("User-Ag\
ent")||n.set("User-Agent","node-fetch"),e.compress&&!n.has("Accept-Encoding")&&n.set("Accept-Encoding","gzip, deflate, br");let{agent:o}=e;typeof o=="function"&&
(o=o(t));let i=gp(t),s={path:t.pathname+i,method:e.method,headers:n[Symbol.for("nodejs.util.inspect.custom")](),insecureHTTPParser:e.insecureHTTPParser,agent:o};
return{parsedURL:t,options:s}};var Si=class extends wt{constructor(t,n="aborted"){super(t,n)}};pi();lu();var zx=new Set(["data:","http:","https:"]);async function xi(e,t){return new Promise((n,r)=>{let o=new fn(e,t),{parsedURL:i,options:s}=_p(o);if(!zx.has(i.protocol))
throw new TypeError(`node-fetch cannot load ${e}. URL scheme "${i.protocol.replace(/:$/,"")}" is not supported.`);if(i.protocol==="data:"){let m=Zf(o.url),g=new De(
m,{headers:{"Content-Type":m.typeFull}});n(g);return}let a=(i.protocol==="https:"?Op.default:Tp.default).request,{signal:u}=o,c=null,d=()=>{let m=new Si("The op\
eration was aborted.");r(m),o.body&&o.body instanceof We.default.Readable&&o.body.destroy(m),!(!c||!c.body)&&c.body.emit("error",m)};if(u&&u.aborted){d();return}
let f=()=>{d(),p()},y=a(i.toString(),s);u&&u.addEventListener("abort",f);let p=()=>{y.abort(),u&&u.removeEventListener("abort",f)};y.on("error",m=>{r(new Le(`re\
quest to ${o.url} failed, reason: ${m.message}`,"system",m)),p()}),Jx(y,m=>{c&&c.body&&c.body.destroy(m)}),process.version<"v14"&&y.on("socket",m=>{let g;m.prependListener(
"end",()=>{g=m._eventsCount}),m.prependListener("close",b=>{if(c&&g<m._eventsCount&&!b){let w=new Error("Premature close");w.code="ERR_STREAM_PREMATURE_CLOSE",c.
body.emit("error",w)}})}),y.on("response",m=>{y.setTimeout(0);let g=yp(m.rawHeaders);if(vi(m.statusCode)){let x=g.get("Location"),O=null;try{O=x===null?null:new URL(
x,o.url)}catch{if(o.redirect!=="manual"){r(new Le(`uri requested responds with an invalid redirect URL: ${x}`,"invalid-redirect")),p();return}}switch(o.redirect){case"\
error":r(new Le(`uri requested responds with a redirect, redirect mode is set to error: ${o.url}`,"no-redirect")),p();return;case"manual":break;case"follow":{if(O===
null)break;if(o.counter>=o.follow){r(new Le(`maximum redirect reached at: ${o.url}`,"max-redirect")),p();return}let T={headers:new $e(o.headers),follow:o.follow,
counter:o.counter+1,agent:o.agent,compress:o.compress,method:o.method,body:Gn(o),signal:o.signal,size:o.size,referrer:o.referrer,referrerPolicy:o.referrerPolicy};
if(!ap(o.url,O)||!up(o.url,O))for(let B of["authorization","www-authenticate","cookie","cookie2"])T.headers.delete(B);if(m.statusCode!==303&&o.body&&t.body instanceof
We.default.Readable){r(new Le("Cannot follow redirect with body being a readable stream","unsupported-redirect")),p();return}(m.statusCode===303||(m.statusCode===
301||m.statusCode===302)&&o.method==="POST")&&(T.method="GET",T.body=void 0,T.headers.delete("content-length"));let de=Ep(g);de&&(T.referrerPolicy=de),n(xi(new fn(
O,T))),p();return}default:return r(new TypeError(`Redirect option '${o.redirect}' is not a valid value of RequestRedirect`))}}u&&m.once("end",()=>{u.removeEventListener(
"abort",f)});let b=(0,We.pipeline)(m,new We.PassThrough,x=>{x&&r(x)});process.version<"v12.10"&&m.on("aborted",f);let w={url:o.url,status:m.statusCode,statusText:m.
statusMessage,headers:g,size:o.size,counter:o.counter,highWaterMark:o.highWaterMark},S=g.get("Content-Encoding");if(!o.compress||o.method==="HEAD"||S===null||m.
statusCode===204||m.statusCode===304){c=new De(b,w),n(c);return}let A={flush:pn.default.Z_SYNC_FLUSH,finishFlush:pn.default.Z_SYNC_FLUSH};if(S==="gzip"||S==="x-\
gzip"){b=(0,We.pipeline)(b,pn.default.createGunzip(A),x=>{x&&r(x)}),c=new De(b,w),n(c);return}if(S==="deflate"||S==="x-deflate"){let x=(0,We.pipeline)(m,new We.PassThrough,
O=>{O&&r(O)});x.once("data",O=>{(O[0]&15)===8?b=(0,We.pipeline)(b,pn.default.createInflate(),T=>{T&&r(T)}):b=(0,We.pipeline)(b,pn.default.createInflateRaw(),T=>{
T&&r(T)}),c=new De(b,w),n(c)}),x.once("end",()=>{c||(c=new De(b,w),n(c))});return}if(S==="br"){b=(0,We.pipeline)(b,pn.default.createBrotliDecompress(),x=>{x&&r(
x)}),c=new De(b,w),n(c);return}c=new De(b,w),n(c)}),hp(y,o).catch(r)})}function Jx(e,t){let n=zr.Buffer.from(`0\r
\r
`),r=!1,o=!1,i;e.on("response",s=>{let{headers:a}=s;r=a["transfer-encoding"]==="chunked"&&!a["content-length"]}),e.on("socket",s=>{let a=()=>{if(r&&!o){let c=new Error(
"Premature close");c.code="ERR_STREAM_PREMATURE_CLOSE",t(c)}},u=c=>{o=zr.Buffer.compare(c.slice(-5),n)===0,!o&&i&&(o=zr.Buffer.compare(i.slice(-3),n.slice(0,3))===
0&&zr.Buffer.compare(c.slice(-2),n.slice(3))===0),i=c};s.prependListener("close",a),s.on("data",u),e.on("close",()=>{s.removeListener("close",a),s.removeListener(
"data",u)})})}function Ai(){let e=new Pp.Agent({keepAlive:!0}),t=new Ip.Agent({keepAlive:!0,minVersion:"TLSv1.2"}),n=!1;return{async send(r){if(n)return Mp(r,"network","the r\
un is over");if(r.timeoutMs<=0)return Mp(r,"timeout","no time was left for it");let o=new AbortController,i=setTimeout(()=>o.abort(),r.timeoutMs);try{let s=await xi(
r.url,{method:r.method,headers:{...r.headers},...r.body===void 0?{}:{body:r.body},redirect:"manual",signal:o.signal,size:r.maxResponseBytes,agent:u=>u.protocol===
"http:"?e:t}),a=Yx(s);return r.onHead?.(a),{status:"answered",...a,body:await s.text()}}catch(s){return Xx(s,r,o.signal.aborted)}finally{clearTimeout(i)}},close(){
n=!0,e.destroy(),t.destroy()}}}function Yx(e){return{statusCode:e.status,header:t=>e.headers.get(t)??void 0}}function Mp(e,t,n){return{status:"failed",cause:t,reason:`${Lp(
e.url)} was not asked, because ${n}`}}function Xx(e,t,n){let r=Lp(t.url),{type:o,code:i}=e;if(n){let a=Math.round(t.timeoutMs/100)/10;return{status:"failed",cause:"\
timeout",reason:`${r} gave no answer in ${a} s`}}if(o==="max-size")return{status:"failed",cause:"too-large",reason:`${r} answered with more than ${t.maxResponseBytes}\
 bytes`};let s=typeof i=="string"?` (${i})`:"";return{status:"failed",cause:"network",reason:`the connection to ${r} failed${s}`}}function Lp(e){try{return new URL(
e).host}catch{return"an address that is not a URL"}}var Zx=/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/;function Cp(e){if(!Zx.
test(e)||e.startsWith("0000"))return!1;let t=Number(e.slice(8,10));return t<=28||t<=Qx(Number(e.slice(0,4)),Number(e.slice(5,7)))}function Qx(e,t){return t===2?
e%4===0&&(e%100!==0||e%400===0)?29:28:t===4||t===6||t===9||t===11?30:31}var eA="Actions events",qn="Login - Failure",Dp="Login - Notification",Ei="Login - Success",Ri="Logout - Failure",yu="Logout - Success",tA="Management API - Fai\
lure",Np="Management API - Success",E="Other Events",Fp="SCIM Events",nA="Signup - Failure",rA="Signup - Success",Bp="Silent Authentication - Failure",Hp="Silen\
t Authentication - Success",G="System - Notification",pe="Token Exchange - Failure",me="Token Exchange - Success",he="User/Behavioral - Failure",Ht="User/Behavi\
oral - Notification",ye="User/Behavioral - Success",Up=[["acls_summary","Network ACLs Summary",E,1],["actions_execution_failed","Actions Execution Failed",eA,3],
["acul_sdk_notice","ACUL SDK Notice",G,1],["admin_update_launch","Auth0 Update Launched",G,1],["api_limit","Rate Limit on the Authentication or Management APIs",
G,4],["api_limit_warning","Rate Limit Warning on the Authentication or Management APIs",G,2],["appi","Notice for API Peak Performance initiated",G,2],["ciba_exc\
hange_failed","Failed CIBA Exchange",pe,3],["ciba_exchange_succeeded","Successful CIBA Exchange",me,1],["ciba_start_failed","Failed CIBA Start",E,3],["ciba_star\
t_succeeded","Successful CIBA Start",E,1],["cls","Code/Link Sent",E,1],["coff","Connector Offline",G,3],["con","Connector Online",G,1],["connected_accounts_conn\
ection_failed","Failed Connected Account Connection",he,3],["connected_accounts_connection_succeeded","Successful Connected Account Connection",ye,1],["connecte\
d_accounts_delete_failed","Failed Connected Account Delete",he,3],["connected_accounts_delete_succeeded","Successful Connected Account Delete",ye,1],["cs","Code\
 Sent",Ht,1],["custom_domain_verification_failed","Custom Domain Verification Failed",G,3],["depnote","Deprecation Notice",G,2],["directory_sync_completed","Inb\
ound Directory Sync Completed",G,1],["directory_sync_failed","Inbound Directory Sync Failed",G,3],["directory_sync_started","Inbound Directory Sync Started",G,0],
["du","Deleted User",ye,1],["f","Failed Login",qn,3],["failed_on_behalf_of_token_exchange","Failed Exchange",pe,3],["fapi","Failed API Operation",tA,3],["fc","F\
ailed by Connector",qn,3],["fce","Failed Change Email",he,3],["fco","Failed by CORS",E,3],["fcoa","Failed cross-origin authentication",qn,3],["fcp","Failed Chan\
ge Password",he,3],["fcph","Failed Post Change Password Hook",he,3],["fcpn","Failed Change Phone Number",he,3],["fcpr","Failed Change Password Request",he,3],["\
fcpro","Failed Connector Provisioning",G,4],["fcu","Failed Change Username",he,3],["fd","Failed Delegation",he,3],["fdeac","Failed Device Activation",E,3],["fde\
az","Failed Device Authorization Request",he,3],["fdecc","User Canceled Device Confirmation",he,3],["fdeleacft","Failed to Exchange Delegated Authorization Code\
 for Access Token",pe,3],["fdelsa","Failed Delegated Silent Authentication",Bp,3],["fdu","Failed User Deletion",he,3],["feacft","Failed Exchange",pe,3],["feccft",
"Failed Exchange",pe,3],["fecte","Failed Exchange",pe,3],["fede","Failed Exchange",pe,3],["federated_logout_failed","Failed Federated Logout",Ri,3],["fens","Fai\
led Exchange",qn,3],["feoobft","Failed Exchange",pe,3],["feotpft","Failed Exchange",pe,3],["fepft","Failed Exchange",pe,3],["fepotpft","Failed Exchange",pe,3],[
"fercft","Failed Exchange",pe,3],["ferrt","Failed Exchange",pe,3],["fertft","Failed Exchange",pe,3],["feta","Failed Exchange",pe,3],["fi","Failed invite accept",
E,3],["flo","Failed Logout",Ri,3],["flows_execution_completed","Flows Execution Completed",E,1],["flows_execution_failed","Flows Execution Failed",E,3],["fn","F\
ailed Sending Notification",he,3],["forms_submission_failed","Forms Submission Failed",E,3],["forms_submission_succeeded","Forms Submission Succeeded",E,1],["fp",
"Failed Login (Incorrect Password)",qn,3],["fpar","Failed Pushed Authorization Request",E,3],["fpurh","Failed Post User Registration Hook",E,3],["fs","Failed Si\
gnup",nA,3],["fsa","Failed Silent Auth",Bp,3],["fscim","Failed SCIM Operation",Fp,3],["fu","Failed Login (Invalid Email/Username)",qn,3],["fui","Failed users im\
port",G,3],["fv","Failed Verification Email",he,3],["fvr","Failed Verification Email Request",he,3],["gd_auth_email_verification","Email Verification Confirmed",
E,1],["gd_auth_fail_email_verification","Email Verification Failed",E,3],["gd_auth_failed","MFA Auth failed",E,3],["gd_auth_rejected","MFA Auth rejected",E,3],[
"gd_auth_succeed","MFA Auth success",E,1],["gd_enrollment_complete","MFA enrollment complete",Ht,1],["gd_module_switch","Module switch",E,1],["gd_otp_rate_limit\
_exceed","Too many MFA failures",E,2],["gd_recovery_failed","Recovery failed",E,3],["gd_recovery_rate_limit_exceed","Multi-factor recovery code has failed too m\
any times",E,2],["gd_recovery_succeed","MFA recovery success",E,1],["gd_send_email","MFA Email Sent",E,1],["gd_send_email_verification","Email Verification Sent",
E,1],["gd_send_email_verification_failure","Email Verification Failed",E,3],["gd_send_pn","Push notification sent",E,1],["gd_send_pn_failure","Error Sending MFA\
 Push Notification",E,3],["gd_send_sms","MFA SMS Sent",E,1],["gd_send_sms_failure","Error Sending MFA SMS",E,3],["gd_send_voice","MFA voice call success",E,1],[
"gd_send_voice_failure","MFA voice call failed",E,3],["gd_start_auth","Second factor started",E,1],["gd_start_enroll","MFA Enroll started",Ht,1],["gd_start_enro\
ll_failed","MFA Enrollment Failed",E,3],["gd_tenant_update","Guardian tenant update",E,1],["gd_unenroll","Unenroll device account",Ht,1],["gd_update_device_acco\
unt","Update device account",Ht,1],["gd_user_delete","User delete",Ht,1],["gd_webauthn_challenge_failed","WebAuthn browser error",E,3],["gd_webauthn_enrollment_\
failed","WebAuthn browser error",E,3],["idjag_exchange_failed","Failed Exchange",pe,3],["idjag_exchange_succeeded","Success Exchange",me,1],["jwt_bearer_exchang\
e_failed","Failed Exchange",pe,3],["kms_key_management_failure","Failed KMS API Operation",E,3],["kms_key_management_success","Success KMS API Operation",E,1],[
"kms_key_state_changed","KMS Key State Change",E,2],["limit_delegation","Too Many Calls to /delegation",G,4],["limit_mu","Blocked IP Address",G,4],["limit_phone",
"Blocked Phone Delivery - Too many phone delivery attempts",G,4],["limit_sul","Blocked Account",E,4],["limit_ui","Too Many Calls to /userinfo",G,4],["limit_wc",
"Blocked Account",G,4],["mfar","MFA Required",E,1],["mgmt_api_read","Management API read Operation",Np,1],["my_account_authentication_method_failed","Failed aut\
hentication method operation in My Account API",he,3],["my_account_authentication_method_succeeded","Successful authentication method operation in My Account AP\
I",ye,1],["oidc_backchannel_logout_failed","Failed OIDC Back-Channel Logout request",Ri,3],["oidc_backchannel_logout_succeeded","Successful OIDC Back-Channel Lo\
gout request",yu,1],["organization_member_added","Organization Member Added",E,1],["passkey_challenge_failed","Passkey Challenge Failed",E,3],["passkey_challeng\
e_started","Passkey Challenge Started",E,1],["pla","Pre-login assessment",E,0],["pwd_leak","Breached password",E,3],["reset_pwd_leak","Breached Password on Rese\
t",E,3],["resource_cleanup","Success Resource Cleanup",E,2],["rich_consents_access_error","Rich Consents Access Error",E,3],["s","Success Login",Ei,1],["sapi","\
Success API Operation",Np,1],["sce","Success Change Email",ye,1],["scoa","Success cross-origin authentication",Ei,1],["scp","Success Change Password",ye,1],["sc\
ph","Success Post Change Password Hook",ye,1],["scpn","Success Change Phone Number",ye,1],["scpr","Success Change Password Request",ye,1],["scu","Success Change\
 Username",ye,1],["scv","Success Credential Validation",Dp,0],["sd","Success Delegation",ye,1],["sdel","Successful Delegated Login",Ei,1],["sdeleacft","Successf\
ul Exchange of Delegated Authorization Code for Access Token",me,1],["sdelsa","Successful Delegated Silent Authentication",Hp,1],["sdu","Success User Deletion",
ye,1],["seacft","Success Exchange",me,1],["seccft","Success Exchange",me,1],["secte","Success Exchange",me,1],["sede","Success Exchange",me,1],["sens","Success \
Exchange",Ei,1],["seoobft","Success Exchange",me,1],["seotpft","Success Exchange",me,1],["sepft","Success Exchange",me,1],["sepkoobft","Success Exchange",me,1],
["sepkotpft","Success Exchange",me,1],["sepkrcft","Success Exchange",me,1],["sercft","Success Exchange",me,1],["sertft","Success Exchange",me,1],["seta","Succes\
s Exchange",me,1],["si","Successfully accepted a user invite",E,1],["signup_pwd_leak","Breached Password on Signup",E,3],["slo","Success Logout",yu,1],["srrt","\
Successfully revoked a refresh token",ye,1],["ss","Success Signup",rA,1],["ss_sso_failure","Failed SS-SSO Operation",he,3],["ss_sso_info","Information from an S\
S-SSO Operation",Ht,1],["ss_sso_success","Success SS-SSO Operation",ye,1],["ssa","Success Silent Auth",Hp,1],["sscim","Successful SCIM Operation",Fp,1],["succes\
s_on_behalf_of_token_exchange","Success Exchange",me,1],["sui","Successfully imported users",ye,1],["sv","Success Verification Email",ye,1],["svr","Success Veri\
fication Email Request",ye,1],["sys_os_update_end","Auth0 OS Update Ended",G,1],["sys_os_update_start","Auth0 OS Update Started",G,1],["sys_update_end","Auth0 U\
pdate Ended",G,1],["sys_update_start","Auth0 Update Started",G,1],["too_many_records","Max Amount of Authenticators",E,2],["ublkdu","User login block released",
Ht,1],["universal_logout_failed","Failed Universal Logout request",Ri,3],["universal_logout_succeeded","Successful Universal Logout request",yu,1],["w","Warning\
 During Login",Dp,2],["wn","Warning Sending Notification",E,2],["wum","Warning User Management",E,2]];var oA=["debug","info","warning","error","critical"],iA=new Map(Up.map(([e,t,n,r])=>[e,{event:t,category:n,level:r,severity:sA(r)}]));function sA(e){return oA[e]??
"info"}function jn(e){return iA.get(e)??{event:e,level:1,severity:"info"}}var aA=/(?:authorization|cookies?|authheader)$/,uA=new RegExp(`(?:${["(?:passw(?:or)?d|passwrd|passphrase|passcode|pwd)s?(?:hash|value|confirm|confirmation|repe\
at|again|plain)?","^(?:|smtp|user|db|my|new|old|login)pass","^(?:|smtp|user|db|my|new|old|login|admin|root)pw","secrets?(?:hash|value|string)?","(?:security|sec\
ret)answers?(?:hash)?","^(?:user)?pin","otp(?:value)?","codeverifier","(?:device|user|recovery|backup|verification|activation|confirmation|mfa|otp|sms|email|one\
time|oob|binding|auth|authorization|access|security|login|reset)codes?","(?:api|private|secret|signing|shared|access|account|master|encryption|decryption|subscr\
iption|functions|workspace|hmac|symmetric|write|server|apple)keys?","connectionstring","^(?:x?sig|xamzsignature|sharedaccesssignature)"].join("|")})$`),cA=/(?:tokens?(?:value|hint|string)?|^jwt|^bearer|^wresult|^samlresponse|^assertion|(?:client|saml|token)assertion|^ticket|(?:login|mfa)ticket|[cx]srf)$/,
dA=/^(?:(?:|user|client|server|db|database|aws|gcp|google|googleapplication|azure|firebase|api|smtp|admin|login|service|serviceaccount|app|application)cred(?:ential)?s?|auth|invitation)$/,
lA=/^(?:apns|ios|apple|push)?(?:cert|certificate|key|keystore)?(?:p12|pfx)$/,fA=/^auth\d/,pA="accessedsecrets";function mA(e){return e.toLowerCase().replace(/%(?:25){0,4}[0-9a-f]{2}|[^a-z0-9]/g,
"")}var hA=2e3,ki=new Map,yA=12;function dt(e){if(e.length>128)return"plain";if(e.length>yA)return $p(e);let t=ki.get(e);if(t!==void 0)return t;let n=$p(e);return ki.
size>=hA&&ki.clear(),ki.set(e,n),n}function $p(e){let t=mA(e);if(lA.test(t))return"secret";let n=t.replace(/^(.*\D)\d{1,9}$/,"$1");return n===pA?"plain":aA.test(
n)?"header":uA.test(n)?"secret":cA.test(n)?"token":n==="code"||n==="key"?"code":dA.test(n)&&!fA.test(t)?"text":"plain"}function Wp(e){let t=dt(e);return t==="he\
ader"?!0:(t==="secret"||t==="token")&&e.includes("-")}function Kp(e){return/^(?:id|kid|jti|iss|aud|alg|name|type|scopes?|audience)$/.test(e)||/(?:_(?:type|at|id|by|method|policy|mode)|[a-z](?:Type|At|Id|By|Method|Policy|Mode))$/.
test(e)}function Ut(e){return e.length<=512&&/^[\w.~-]{20,}$/.test(e)&&/\d/.test(e)&&/[a-z]/.test(e)&&/[A-Z]/.test(e)}var gA=/(\\*)(["'])|%(?:25){0,4}2[27]/y;function zn(e,t){return j(gA,e,t)}function j(e,t,n){return e.lastIndex=n,e.exec(t)??void 0}function Ve(e,t,n){return j(e,
t,n)?.index??t.length}function _i(e,t,n){let r=t+n[0].length;if(n[2]===void 0){let i=e.indexOf(n[0],r);return{start:r,end:i===-1?e.length:i}}let o=n[1]?.length??
0;return{start:r,end:Gp(e,r,n[2],o)}}function Gp(e,t,n,r){for(let o=e.indexOf(n,t);o!==-1;o=e.indexOf(n,o+1)){let i=Vp(e,o,t);if(i<r)return o-i;if((i-r)%(2*(r+1))===
0)return o-r}return e.length}function Vp(e,t,n){let r=0;for(;t-r>n&&e.charAt(t-r-1)==="\\";)r+=1;return r}function qp(e,t){let n=0;for(let r=t;r<e.length;r+=1){
let o=e.charAt(r);if(o==='"'||o==="'"){let i=Vp(e,r,t);r=Gp(e,r+1,o,i)+i}else n+=bA(o);if(n===0)return r+1}return e.length}function bA(e){return e==="["||e==="{"?
1:e==="]"||e==="}"?-1:0}var wA=/(?:<|&lt;|%(?:25){0,4}3c|\\u003c)(?:[\w-]{1,16}:)?$/i,vA=32,SA=/(?:\s[^<>]{0,256}?)?(?:>|&gt;|%(?:25){0,4}3e|\\{1,8}u003e)(<!\[CDATA\[)?/iy,xA=/<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c/gi,
AA=/(?:<|&lt;|%(?:25){0,4}3c|\\{1,8}u003c)(?:\/|\\{1,8}\/|%(?:25){0,4}2f)/iy,EA=/(?:^|[^\w-])(?:name|key|id|field|param)\\{0,8}["']?\s{0,4}[:=]\s{0,4}\\{0,8}["']$/i,
RA=48,kA=1200,_A=/[^<>{}]{0,200}?\bvalue\\{0,8}["']?\s{0,4}[:=]\s{0,4}/iy,Ti="(?:\\r?\\n|(?:\\\\{1,8}r)?\\\\{1,8}n)",TA=new RegExp(`[^\\r\\n\\\\]{0,128}(?:${Ti}\
[^\\r\\n\\\\]{1,128}){0,3}?${Ti}${Ti}`,"y"),OA=new RegExp(`${Ti}--`,"g"),MA=/[ \t]{1,4}(?!-)/y,PA=/[&\s"'<>]|\\{1,8}["'nrtu]/g,IA=/(?:is|was|are|or|and|not|in|for|to|the|an?|of|must|has|can|cannot|option|flag|argument|parameter|value|with|without|from|on|at|as|when|if|requires?|required|missing|given|instead|may|should|will|needs?|before|after)(?![\w-])/iy,
jp=/(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/y;function zp(e,t,n,r){let o=LA(e,t,n,r);if(o===void 0)return;let i=dt(n);if(i==="plain")return;let s=o(
i==="code"?e.slice(0,r+kA):e,r);return s!==void 0&&CA(e,s,i)?s:void 0}function LA(e,t,n,r){if(r!==t.end)return EA.test(e.slice(Math.max(0,t.start-RA),t.start))?
NA:void 0;if(n.startsWith("--"))return FA;let o=t.end-n.length;return wA.test(e.slice(Math.max(0,o-vA),o))?DA:void 0}function CA(e,t,n){return t.start===t.end?!1:
n!=="code"||Ut(e.slice(t.start,t.end))}function DA(e,t){let n=j(SA,e,t);if(n===void 0||n[0].endsWith("/>"))return;let r=t+n[0].length;if(n[1]!==void 0){let a=e.
indexOf("]]",r);return{start:r,end:a===-1?e.length:a}}if(j(jp,e,r)!==void 0)return;let o=Ve(xA,e,r),i=e.slice(r,o);return(o===e.length?!/\s/.test(i):j(AA,e,o)!==
void 0)&&/\S/.test(i)?{start:r,end:o}:void 0}function NA(e,t){let n=j(TA,e,t)?.[0];if(n!==void 0){let o=t+n.length;return Jp(e,o,OA)}let r=j(_A,e,t)?.[0];return r===
void 0?void 0:Oi(e,t+r.length)}function FA(e,t){let n=j(MA,e,t)?.[0];if(n===void 0)return;let r=t+n.length;return j(IA,e,r)===void 0?Oi(e,r):void 0}function Oi(e,t){
let n=zn(e,t);return n!==void 0?_i(e,t,n):Jp(e,t,PA)}function Jp(e,t,n){if(j(jp,e,t)===void 0)return{start:t,end:Ve(n,e,t)}}var BA=/[^\w\-.]/g,HA=20,UA=64,$A=/([^\s/:@?#"'<>]{0,512})(?::([^\s/@"<>]{1,256}(?:@[^\s/@"'<>]{0,256}){0,7}))?@/y,WA=/\s{1,8}|%20|\+/y,Yp=/[^\w\-.~+/=%:]/g,KA=64,
GA=6,VA=/^(?:tokens?|auth|authentication|authorization|scheme|headers?|realm|error|is|was|or|and|not|in|for|only|grant|assertion|format|type|methods?|credentials?|challenge|usage|required|must|from|flow|access|with|to|the|a|of|will|has|can|cannot|missing|invalid|http|jwts?|value|prefix|client)(?:[.,;:!?)]*$|=)/i,
qA=/(?:^|[^A-Za-z0-9]|%[0-9a-f]{2}|\\[nrt]|u00[0-9a-f]{2})$/i,jA=/\W/g,zA=24,JA=/[^\w-]/g,YA=15,Xp="(?:\\\\{0,8}\\/|%(?:25){0,4}2f)",XA=new RegExp(`hooks\\.slack\
\\.com${Xp}(?:services|workflows|triggers)${Xp}`,"iy"),ZA=/[^\w/%\\-]|%(?!(?:25){0,4}2f)|\\{1,8}(?!\\|\/)/gi,QA=/(?:\s-u(?!r[il]:)\s{0,4}|--user(?:\s{1,4}|=))(\\{0,8}["'])?[^\s:"']{1,128}:(?!\/\/)/iy,
Mi=class{#e=0;at(t,n){if(n<this.#e)return;let r=Ve(BA,t,n);return this.#e=r,r-n>=HA&&t.slice(n,r).includes(".")?{start:n,end:r}:void 0}};function Zp(e,t){let n=e.
slice(t,t+UA);if(!/^-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(n))return;let r=e.indexOf("-----END",t);if(r===-1)return{start:t,end:e.length};let o=e.indexOf("-----",
r+8);return{start:t,end:o===-1?e.length:o+5}}function Qp(e,t){let n=j($A,e,t);if(n===void 0)return;let r=n[1]??"",o=t+n[0].length-1;return eE(r)?{start:t,end:o}:
n[2]===void 0?void 0:{start:t+r.length+1,end:o}}function eE(e){return Ut(e)||/^[0-9a-f]{32,512}$/i.test(e)}function em(e,t,n){let r=j(WA,e,t+n.length)?.[0];if(r===
void 0)return;let o=t+n.length+r.length,i=e.slice(o,o+KA),s=i.slice(0,Ve(Yp,i,0));if(!(s===""||!tE(s,n)))return{start:o,end:Ve(Yp,e,o)}}function tE(e,t){return t.
toLowerCase()==="bearer"?!VA.test(e):e.length>=GA&&/.[A-Z\d=]/.test(e)}function tm(e,t){return rm(e,t,jA,zA)}function nm(e,t){return rm(e,t,JA,YA)}function rm(e,t,n,r){
if(!qA.test(e.slice(Math.max(0,t-5),t)))return;let o=Ve(n,e,t);return o-t>=r?{start:t,end:o}:void 0}function om(e,t){let n=j(XA,e,t)?.[0];if(n===void 0)return;let r=t+
n.length,o=Ve(ZA,e,r);return o>r?{start:r,end:o}:void 0}function im(e,t){let n=j(QA,e,t);if(n===void 0)return;let r=t+n[0].length,o=n[1];if(o===void 0)return Oi(
e,r);let i=e.indexOf(o,r);return{start:r,end:i===-1?e.length:i}}var gu=new Uint8Array(128);for(let e=0;e<gu.length;e+=1)/[\w\-.[\]$%]/.test(String.fromCharCode(e))&&(gu[e]=1);var nE=/(?:[\w\-.[\]$]|%(?:25){0,4}(?:5[bdf]|2[de])){1,128}/iy,
rE=/%(?:25){0,4}(?!25|5[bdf]|2[de])[0-9a-f]{2}/iy,oE=/\s{0,4}(?:=>|={1,3}|:|%(?:25){0,4}3[ad])\s{0,4}/iy,iE=`[&\\s"<>]|\\\\{1,8}["'nrtu]`,sE="[\\r\\n]|\\\\{1,8}[nr]",
aE=`[\\r\\n"]|\\\\{1,8}["'nr]`,uE=`[&\\r\\n"<>]|\\\\{1,8}["'nru]`,sm=new Map,cE=64,dE=/^(?:(?:true|false|null|undefined)(?![\w-])|\*{5}(?![\w*]))/,um=/^-?\d{1,40}(?:\.\d{1,20})?(?![\w-])/,
lE=/[\w.~-]{20,512}/y,fE=16,pE=/\[\s{0,4}(?:\\{0,8}["']|%(?:25){0,4}2[27])/y,mE=/^(?:denied|failed|failure|granted|required|missing|invalid|expired|rejected|refused|revoked|error|not|no|none|ok|succeeded|success|successful|unauthorized|forbidden|disabled|enabled|unknown|unsupported|skipped|pending|blocked|cannot|must|accepted|allowed|approved|absent|present|empty|is|was|user)(?:[.,;!?)]|\s|$)/;
function hE(e){return e.length<=24&&/^[A-Za-z]?[a-z]{0,15}[.,;:!?)]*$/.test(e)}function yE(e){return/^[a-z]{1,16}(?:[.,;:!?)]|\s|$)/.test(e)}function cm(e,t){let n=t+
(j(nE,e,t)?.[0].length??0),r=Math.max(0,n-128),o=t;for(;o>r&&gu[e.charCodeAt(o-1)]===1;)o-=1;return{start:Math.max(o,r),end:n}}function dm(e,t,n){let r=zn(e,t.end),
o=t.end+(r?.[0].length??0),i=j(oE,e,o)?.[0],s=gE(e,t);if(i===void 0)return zp(e,t,s,o);let a=dt(s);if(a==="plain")return;let u=o+i.length;if(a==="code"&&lm(e,u)===
void 0)return;let c={kind:a,isQuotedKey:r!==void 0,isAssigned:/=|3d/i.test(i),ending:/%(?:25)*(?=3d)/i.exec(i)?.[0],isInQuotes:n||/["']/.test(e.charAt(t.start-1)),
isLeading:t.start===0||/["'\r\n\\]/.test(e.charAt(t.start-1)),isMaskedJson:n},d=a==="code"?wE(e,u,c):fm(e,u,c);return d===void 0||d.end===d.start?void 0:d}function gE(e,t){
let n=bE(e.slice(t.start,t.end));if(e.charAt(t.start-1)!=="\\")return n;let r=n.replace(/^u00[0-9a-f]{2}/i,"");return/^[nrt]/.test(r)&&dt(r)==="plain"?r.slice(1):
r}function bE(e){for(let t=e.lastIndexOf("%");t!==-1;t=e.lastIndexOf("%",t-1)){let n=j(rE,e,t);if(n!==void 0)return e.slice(t+n[0].length);if(t===0)break}return e}
function wE(e,t,n){let r=lm(e,t)?.end??t,o=fm(e.slice(0,r+fE),t,n);return o?.end===r?o:void 0}function lm(e,t){let n=t+(zn(e,t)?.[0].length??0),r=j(lE,e,n)?.[0];
return r!==void 0&&Ut(r)?{start:n,end:n+r.length}:void 0}function fm(e,t,n){let r=zn(e,t);if(r!==void 0)return _i(e,t,r);let o=e.charAt(t);if(o!=="{"&&o!=="[")return vE(
e,t,n);if(!n.isMaskedJson&&!(n.kind==="text"&&j(pE,e,t)===void 0))return{start:t,end:qp(e,t)}}function vE(e,t,n){let r=xE(n),o=e.slice(t,t+cE),i=Ve(r,o,0),s=o.slice(
0,i);if(!SE(s,n))return;let a=n.isQuotedKey&&!n.isAssigned?um.exec(s)?.[0]:void 0;return a!==void 0&&n.kind!=="header"?{start:t,end:t+a.length}:{start:t,end:i<o.
length?t+i:Ve(r,e,t)}}function SE(e,t){return e===""||dE.test(e)?!1:t.isAssigned?!0:t.kind==="header"?!(t.isLeading?mE.test(e):yE(e)):t.isQuotedKey?t.kind!=="to\
ken"&&t.kind!=="text"||!um.test(e):!hE(e)}function xE(e){let t=e.ending===void 0?am(e):`${am(e)}|${e.ending}26`,n=sm.get(t);if(n!==void 0)return n;let r=new RegExp(
t,"g");return sm.set(t,r),r}function am(e){return e.kind!=="header"?iE:e.isAssigned?uE:e.isInQuotes?aE:sE}var Jn="*****",pm=["eyJ|-----BEGIN|--user|\\s-u|://","a(?:ssertion|uth(?!0)|nswer)","b(?:earer|asic)","c(?:ode|red|ookie|srf|onnection.?string)","g(?:h[oprsu]_|\
ithub_pat_)","h(?:eader|ooks\\.slack)","p(?:ass|wd?|in|12|fx)","s(?:haredkey|ecret|aml|ig)","t(?:oken|icket)","x(?:srf|ox[a-z]-)","dpop|invitation|jwt|key|otp|v\
erifier|wresult"].join("|"),AE=new RegExp(pm,"i"),Pi=new RegExp(pm,"gi"),Jr=new Uint8Array(128),wu=1,mm=2;for(let e=0;e<Jr.length;e+=1)(e<=32||e>126)&&(Jr[e]=wu);
for(let e of"=:%+<&")Jr[e.charCodeAt(0)]=wu;for(let e of"J_x/")Jr[e.charCodeAt(0)]=mm;function Ii(e){for(let t=0;t<e.length;t+=1){let n=e.charCodeAt(t);if(n>126)
return!0;let r=Jr[n];if(r===wu||r===mm&&EE(e,t))return!0}return!1}function EE(e,t){switch(e.charAt(t)){case"J":return e.startsWith("ey",t-2);case"x":return e.startsWith(
"ox",t+1);case"/":return e.startsWith(".com",t-4);default:return e.startsWith("gh",t-3)||e.startsWith("pat",t-3)}}function hm(e){return/^\s{0,64}[[{"]/.test(e)&&
(AE.test(e)||e.includes("\\u"))}function Yr(e,t=!1){if(!Ii(e))return e;let n={text:e,isMaskedJson:t,jwts:new Mi,keysSeenTo:0},r="",o=0;Pi.lastIndex=0;for(let i=Pi.
exec(e);i!==null;i=Pi.exec(e)){let s=RE(n,i.index,i[0]);s===void 0||e.slice(s.start,s.end)===Jn||(r+=e.slice(o,s.start)+Jn,o=s.end,Pi.lastIndex=s.end)}return o===
0?e:r+e.slice(o)}function RE(e,t,n){let{text:r}=e;switch(n.toLowerCase()){case"eyj":return e.jwts.at(r,t);case"-----begin":return Zp(r,t);case"://":return Qp(r,
t+n.length);case"bearer":case"basic":case"dpop":case"sharedkey":return em(r,t,n)??ym(e,t);case"gho_":case"ghp_":case"ghr_":case"ghs_":case"ghu_":case"github_pat\
_":return tm(r,t);case"hooks.slack":return om(r,t);default:return kE(e,t,n)}}function kE(e,t,n){return n.startsWith("xox")?nm(e.text,t):n.endsWith("-u")||n==="-\
-user"?im(e.text,t):ym(e,t)}function ym(e,t){if(t<e.keysSeenTo)return;let n=cm(e.text,t);return e.keysSeenTo=n.end,dm(e.text,n,e.isMaskedJson)}var bm=64,_E="[cut: nested too deep]",TE=4,OE=2e3,Li=new Map;function Su(e,t={wasCut:!1}){return typeof e=="string"&&!Ii(e)?e:Xr(e,"plain",bm,{layers:TE,report:t})}
function Xr(e,t,n,r){return typeof e=="string"?wm(e,t,r):typeof e=="number"||typeof e=="bigint"?t==="secret"||t==="header"?Jn:e:typeof e!="object"||e===null?e:n===
0?(r.report.wasCut=!0,_E):Array.isArray(e)?PE(e,t,n-1,r):DE(e,t,n-1,r)}function wm(e,t,n){return e===""?e:t==="code"?Ut(e)?Jn:gm(e,n):t==="plain"?gm(e,n):Jn}function gm(e,t){
if(!Ii(e))return e;if(t.layers===0||!hm(e))return Yr(e);let n=ME(e);if(n===void 0)return Yr(e);let r={layers:t.layers-1,report:t.report},o=Xr(n,"plain",bm,r);return Yr(
o===n?e:JSON.stringify(o),!0)}function ME(e){try{return JSON.parse(e)}catch{return}}function PE(e,t,n,r){let o,i=t==="plain"||t==="code";for(let s=0;s<e.length;s+=
1){let a=e[s],u=i&&LE(a)?CE(a,n,r):Xr(a,t==="plain"?IE(e,s):t,n,r);u!==a&&(o??=e.slice(),o[s]=u)}return o??e}function IE(e,t){let n=t%2===1?e[t-1]:void 0;return typeof n==
"string"&&Wp(n)?"header":"plain"}function LE(e){return Array.isArray(e)&&e.length===2&&typeof e[0]=="string"}function CE(e,t,n){let r=wm(e[0],"plain",n),o=Xr(e[1],
dt(e[0]),t,n);return r===e[0]&&o===e[1]?e:[r,o]}function DE(e,t,n,r){let o,i;for(let s in e){let a=Ci(s),u=e[s];a.isValue&&(i??=NE(e));let c=i!==void 0&&a.isValue&&
vu(t)?dt(i):HE(t,a),d=Xr(u,c,n,r);d===u&&a.safeName===s||(o??=new Map,o.set(s,d))}return o===void 0?e:FE(e,o)}function NE(e){let t;for(let n in e)Ci(n).isName&&
(t=e[n]);return typeof t=="string"?t:""}function vu(e){return e==="plain"||e==="code"||e==="text"}function FE(e,t){let n={...e};for(let[r,o]of t){if(r==="__prot\
o__"||Ci(r).safeName!==r)return BE(e,t);n[r]=o}return n}function BE(e,t){return Object.fromEntries(Object.keys(e).map(n=>[Ci(n).safeName,t.has(n)?t.get(n):e[n]]))}
function HE(e,t){return vu(e)?t.kind:e!=="token"?e:vu(t.kind)?t.isDescriptive&&t.kind==="plain"?"plain":"token":t.kind}function Ci(e){let t=Li.get(e);if(t!==void 0)
return t;let n={kind:dt(e),safeName:Yr(e),isDescriptive:Kp(e),isName:/^(?:name|key|header|field|param|parameter)$/i.test(e),isValue:/^(?:values?|val|content)$/i.
test(e)};return e.length>128||(Li.size>=OE&&Li.clear(),Li.set(e,n)),n}var UE={AmazonBot:"amazonbot","Amazon Silk":"amazon_silk","Android Browser":"android",BaiduSpider:"baiduspider",Bada:"bada",BingCrawler:"bingcrawler",Brave:"bra\
ve",BlackBerry:"blackberry","ChatGPT-User":"chatgpt_user",Chrome:"chrome",ClaudeBot:"claudebot",Chromium:"chromium",Diffbot:"diffbot",DuckDuckBot:"duckduckbot",
DuckDuckGo:"duckduckgo",Electron:"electron",Epiphany:"epiphany",FacebookExternalHit:"facebookexternalhit",Firefox:"firefox",Focus:"focus",Generic:"generic","Goo\
gle Search":"google_search",Googlebot:"googlebot",GPTBot:"gptbot","HeyTap Browser":"heytap","Internet Explorer":"ie",InternetArchiveCrawler:"internetarchivecraw\
ler","K-Meleon":"k_meleon",Ladybird:"ladybird",LibreWolf:"librewolf",Linespider:"linespider",Maxthon:"maxthon","Meta-ExternalAds":"meta_externalads","Meta-Exter\
nalAgent":"meta_externalagent","Meta-ExternalFetcher":"meta_externalfetcher","Meta-WebIndexer":"meta_webindexer","Microsoft Edge":"edge","MZ Browser":"mz","NAVE\
R Whale Browser":"naver","OAI-SearchBot":"oai_searchbot",Omgilibot:"omgilibot",Opera:"opera","Opera Coast":"opera_coast","Pale Moon":"pale_moon",PerplexityBot:"\
perplexitybot","Perplexity-User":"perplexity_user",PhantomJS:"phantomjs",PingdomBot:"pingdombot",Puffin:"puffin",QQ:"qq",QQLite:"qqlite",QupZilla:"qupzilla",Roku:"\
roku",Safari:"safari",Sailfish:"sailfish","Samsung Internet for Android":"samsung_internet",SlackBot:"slackbot",SeaMonkey:"seamonkey",Sleipnir:"sleipnir","Sogou\
 Browser":"sogou",Swing:"swing",Tizen:"tizen","UC Browser":"uc","Vivo Browser":"vivo",Vivaldi:"vivaldi","WebOS Browser":"webos",WeChat:"wechat",YahooSlurp:"yaho\
oslurp","Yandex Browser":"yandex",YandexBot:"yandexbot",YouBot:"youbot"},xm={amazonbot:"AmazonBot",amazon_silk:"Amazon Silk",android:"Android Browser",baiduspider:"\
BaiduSpider",bada:"Bada",bingcrawler:"BingCrawler",blackberry:"BlackBerry",brave:"Brave",chatgpt_user:"ChatGPT-User",chrome:"Chrome",claudebot:"ClaudeBot",chromium:"\
Chromium",diffbot:"Diffbot",duckduckbot:"DuckDuckBot",duckduckgo:"DuckDuckGo",edge:"Microsoft Edge",electron:"Electron",epiphany:"Epiphany",facebookexternalhit:"\
FacebookExternalHit",firefox:"Firefox",focus:"Focus",generic:"Generic",google_search:"Google Search",googlebot:"Googlebot",gptbot:"GPTBot",heytap:"HeyTap Browse\
r",ie:"Internet Explorer",internetarchivecrawler:"InternetArchiveCrawler",k_meleon:"K-Meleon",ladybird:"Ladybird",librewolf:"LibreWolf",linespider:"Linespider",
maxthon:"Maxthon",meta_externalads:"Meta-ExternalAds",meta_externalagent:"Meta-ExternalAgent",meta_externalfetcher:"Meta-ExternalFetcher",meta_webindexer:"Meta-\
WebIndexer",mz:"MZ Browser",naver:"NAVER Whale Browser",oai_searchbot:"OAI-SearchBot",omgilibot:"Omgilibot",opera:"Opera",opera_coast:"Opera Coast",pale_moon:"P\
ale Moon",perplexitybot:"PerplexityBot",perplexity_user:"Perplexity-User",phantomjs:"PhantomJS",pingdombot:"PingdomBot",puffin:"Puffin",qq:"QQ Browser",qqlite:"\
QQ Browser Lite",qupzilla:"QupZilla",roku:"Roku",safari:"Safari",sailfish:"Sailfish",samsung_internet:"Samsung Internet for Android",seamonkey:"SeaMonkey",slackbot:"\
SlackBot",sleipnir:"Sleipnir",sogou:"Sogou Browser",swing:"Swing",tizen:"Tizen",uc:"UC Browser",vivo:"Vivo Browser",vivaldi:"Vivaldi",webos:"WebOS Browser",wechat:"\
WeChat",yahooslurp:"YahooSlurp",yandex:"Yandex Browser",yandexbot:"YandexBot",youbot:"YouBot"},k={bot:"bot",desktop:"desktop",mobile:"mobile",tablet:"tablet",tv:"\
tv"},Ae={Android:"Android",Bada:"Bada",BlackBerry:"BlackBerry",ChromeOS:"Chrome OS",HarmonyOS:"HarmonyOS",iOS:"iOS",Linux:"Linux",MacOS:"macOS",PlayStation4:"Pl\
ayStation 4",Roku:"Roku",Tizen:"Tizen",WebOS:"WebOS",Windows:"Windows",WindowsPhone:"Windows Phone"},St={Blink:"Blink",EdgeHTML:"EdgeHTML",Gecko:"Gecko",LibWeb:"\
LibWeb",Presto:"Presto",Trident:"Trident",WebKit:"WebKit"},h=(function(){function e(){}return e.getFirstMatch=function(n,r){var o=r.match(n);return o&&o.length>
0&&o[1]||""},e.getSecondMatch=function(n,r){var o=r.match(n);return o&&o.length>1&&o[2]||""},e.matchAndReturnConst=function(n,r,o){if(n.test(r))return o},e.isFirefoxOnIpad=
function(n){var r=n.indexOf("Macintosh");if(r===-1)return!1;var o=n.indexOf(" FxiOS",r+9);return o!==-1&&n.indexOf("/",o+6)!==-1},e.getWindowsVersionName=function(n){
switch(n){case"NT":return"NT";case"XP":return"XP";case"NT 5.0":return"2000";case"NT 5.1":return"XP";case"NT 5.2":return"2003";case"NT 6.0":return"Vista";case"NT\
 6.1":return"7";case"NT 6.2":return"8";case"NT 6.3":return"8.1";case"NT 10.0":return"10";default:return}},e.getMacOSVersionName=function(n){var r=n.split(".").splice(
0,2).map(function(s){return parseInt(s,10)||0});r.push(0);var o=r[0],i=r[1];if(o===10)switch(i){case 5:return"Leopard";case 6:return"Snow Leopard";case 7:return"\
Lion";case 8:return"Mountain Lion";case 9:return"Mavericks";case 10:return"Yosemite";case 11:return"El Capitan";case 12:return"Sierra";case 13:return"High Sierr\
a";case 14:return"Mojave";case 15:return"Catalina";default:return}switch(o){case 11:return"Big Sur";case 12:return"Monterey";case 13:return"Ventura";case 14:return"\
Sonoma";case 15:return"Sequoia";default:return}},e.getAndroidVersionName=function(n){var r=n.split(".").splice(0,2).map(function(o){return parseInt(o,10)||0});if(r.
push(0),!(r[0]===1&&r[1]<5)){if(r[0]===1&&r[1]<6)return"Cupcake";if(r[0]===1&&r[1]>=6)return"Donut";if(r[0]===2&&r[1]<2)return"Eclair";if(r[0]===2&&r[1]===2)return"\
Froyo";if(r[0]===2&&r[1]>2)return"Gingerbread";if(r[0]===3)return"Honeycomb";if(r[0]===4&&r[1]<1)return"Ice Cream Sandwich";if(r[0]===4&&r[1]<4)return"Jelly Bea\
n";if(r[0]===4&&r[1]>=4)return"KitKat";if(r[0]===5)return"Lollipop";if(r[0]===6)return"Marshmallow";if(r[0]===7)return"Nougat";if(r[0]===8)return"Oreo";if(r[0]===
9)return"Pie"}},e.getVersionPrecision=function(n){return n.split(".").length},e.compareVersions=function(n,r,o){o===void 0&&(o=!1);var i=e.getVersionPrecision(n),
s=e.getVersionPrecision(r),a=Math.max(i,s),u=0,c=e.map([n,r],function(d){var f=a-e.getVersionPrecision(d),y=d+new Array(f+1).join(".0");return e.map(y.split("."),
function(p){return new Array(20-p.length).join("0")+p}).reverse()});for(o&&(u=a-Math.min(i,s)),a-=1;a>=u;){if(c[0][a]>c[1][a])return 1;if(c[0][a]===c[1][a]){if(a===
u)return 0;a-=1}else if(c[0][a]<c[1][a])return-1}},e.map=function(n,r){var o=[],i;if(Array.prototype.map)return Array.prototype.map.call(n,r);for(i=0;i<n.length;i+=
1)o.push(r(n[i]));return o},e.find=function(n,r){var o,i;if(Array.prototype.find)return Array.prototype.find.call(n,r);for(o=0,i=n.length;o<i;o+=1){var s=n[o];if(r(
s,o))return s}},e.assign=function(n){for(var r=n,o,i,s=arguments.length,a=new Array(s>1?s-1:0),u=1;u<s;u++)a[u-1]=arguments[u];if(Object.assign)return Object.assign.
apply(Object,[n].concat(a));var c=function(){var f=a[o];typeof f=="object"&&f!==null&&Object.keys(f).forEach(function(y){r[y]=f[y]})};for(o=0,i=a.length;o<i;o+=
1)c();return n},e.getBrowserAlias=function(n){return UE[n]},e.getBrowserTypeByAlias=function(n){return xm[n]||""},e})(),R=/version\/(\d+(\.?_?\d+)+)/i,$E=[{test:[
/gptbot/i],describe:function(t){var n={name:"GPTBot"},r=h.getFirstMatch(/gptbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/chatgpt-user/i],
describe:function(t){var n={name:"ChatGPT-User"},r=h.getFirstMatch(/chatgpt-user\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/oai-searchbot/i],
describe:function(t){var n={name:"OAI-SearchBot"},r=h.getFirstMatch(/oai-searchbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[
/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(t){var n={name:"ClaudeBot"},r=h.getFirstMatch(/(?:claudebot|claude-web|claude-user|claude-searchbot)\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/omgilibot/i,/webzio-extended/i],describe:function(t){var n={name:"Omgilibot"},r=h.getFirstMatch(/(?:omgilibot|webzio-extended)\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/diffbot/i],describe:function(t){var n={name:"Diffbot"},r=h.getFirstMatch(/diffbot\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/perplexitybot/i],describe:function(t){var n={name:"PerplexityBot"},r=h.getFirstMatch(/perplexitybot\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/perplexity-user/i],describe:function(t){var n={name:"Perplexity-User"},r=h.getFirstMatch(/perplexity-user\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/youbot/i],describe:function(t){var n={name:"YouBot"},r=h.getFirstMatch(/youbot\/(\d+(\.\d+)+)/i,t)||
h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/meta-webindexer/i],describe:function(t){var n={name:"Meta-WebIndexer"},r=h.getFirstMatch(/meta-webindexer\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/meta-externalads/i],describe:function(t){var n={name:"Meta-ExternalAds"},r=h.getFirstMatch(/meta-externalads\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/meta-externalagent/i],describe:function(t){var n={name:"Meta-ExternalAgent"},r=h.getFirstMatch(/meta-externalagent\/(\d+(\.\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/meta-externalfetcher/i],describe:function(t){var n={name:"Meta-ExternalFetcher"},r=h.getFirstMatch(
/meta-externalfetcher\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/googlebot/i],describe:function(t){var n={name:"Googlebot"},r=h.
getFirstMatch(/googlebot\/(\d+(\.\d+))/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/linespider/i],describe:function(t){var n={name:"Linespider"},
r=h.getFirstMatch(/(?:linespider)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/amazonbot/i],describe:function(t){
var n={name:"AmazonBot"},r=h.getFirstMatch(/amazonbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/bingbot/i],describe:function(t){
var n={name:"BingCrawler"},r=h.getFirstMatch(/bingbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/baiduspider/i],describe:function(t){
var n={name:"BaiduSpider"},r=h.getFirstMatch(/baiduspider\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/duckduckbot/i],describe:function(t){
var n={name:"DuckDuckBot"},r=h.getFirstMatch(/duckduckbot\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/ia_archiver/i],describe:function(t){
var n={name:"InternetArchiveCrawler"},r=h.getFirstMatch(/ia_archiver\/(\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/facebookexternalhit/i,
/facebookcatalog/i],describe:function(){return{name:"FacebookExternalHit"}}},{test:[/slackbot/i,/slack-imgProxy/i],describe:function(t){var n={name:"SlackBot"},
r=h.getFirstMatch(/(?:slackbot|slack-imgproxy)(?:-[-\w]{1,64})?[\s/](\d+(\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/yahoo!?[\s/]*slurp/i],
describe:function(){return{name:"YahooSlurp"}}},{test:[/yandexbot/i,/yandexmobilebot/i],describe:function(){return{name:"YandexBot"}}},{test:[/pingdom/i],describe:function(){
return{name:"PingdomBot"}}},{test:[/opera/i],describe:function(t){var n={name:"Opera"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:opera)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/opr\/|opios/i],describe:function(t){var n={name:"Opera"},r=h.getFirstMatch(/(?:opr|opios)[\s/](\S+)/i,t)||h.getFirstMatch(
R,t);return r&&(n.version=r),n}},{test:[/SamsungBrowser/i],describe:function(t){var n={name:"Samsung Internet for Android"},r=h.getFirstMatch(R,t)||h.getFirstMatch(
/(?:SamsungBrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/Whale/i],describe:function(t){var n={name:"NAVER Whale Browser"},r=h.getFirstMatch(
R,t)||h.getFirstMatch(/(?:whale)[\s/](\d+(?:\.\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/PaleMoon/i],describe:function(t){var n={name:"Pale Moon"},r=h.getFirstMatch(
R,t)||h.getFirstMatch(/(?:PaleMoon)[\s/](\d+(?:\.\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/HeyTapBrowser/i],describe:function(t){var n={name:"HeyTap Brows\
er"},r=h.getFirstMatch(/(?:HeyTapBrowser)[\s/](\d+(?:\.\d+)*)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/VivoBrowser/i],describe:function(t){
var n={name:"Vivo Browser"},r=h.getFirstMatch(/(?:VivoBrowser)[\s/](\d+(?:\.\d+)*)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/MZBrowser/i],describe:function(t){
var n={name:"MZ Browser"},r=h.getFirstMatch(/(?:MZBrowser)[\s/](\d+(?:\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/focus/i],describe:function(t){
var n={name:"Focus"},r=h.getFirstMatch(/(?:focus)[\s/](\d+(?:\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/swing/i],describe:function(t){
var n={name:"Swing"},r=h.getFirstMatch(/(?:swing)[\s/](\d+(?:\.\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/coast/i],describe:function(t){
var n={name:"Opera Coast"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:coast)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/opt\/\d+(?:.?_?\d+)+/i],
describe:function(t){var n={name:"Opera Touch"},r=h.getFirstMatch(/(?:opt)[\s/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/yabrowser/i],
describe:function(t){var n={name:"Yandex Browser"},r=h.getFirstMatch(/(?:yabrowser)[\s/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},
{test:[/ucbrowser/i],describe:function(t){var n={name:"UC Browser"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:ucbrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.
version=r),n}},{test:[/Maxthon|mxios/i],describe:function(t){var n={name:"Maxthon"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:Maxthon|mxios)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/epiphany/i],describe:function(t){var n={name:"Epiphany"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:epiphany)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/puffin/i],describe:function(t){var n={name:"Puffin"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:puffin)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/sleipnir/i],describe:function(t){var n={name:"Sleipnir"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:sleipnir)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/k-meleon/i],describe:function(t){var n={name:"K-Meleon"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/(?:k-meleon)[\s/](\d+(\.?_?\d+)+)/i,
t);return r&&(n.version=r),n}},{test:[/micromessenger/i],describe:function(t){var n={name:"WeChat"},r=h.getFirstMatch(/(?:micromessenger)[\s/](\d+(\.?_?\d+)+)/i,
t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/qqbrowser/i],describe:function(t){var n={name:/qqbrowserlite/i.test(t)?"QQ Browser Lite":"QQ Browse\
r"},r=h.getFirstMatch(/(?:qqbrowserlite|qqbrowser)[/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/msie|trident/i],describe:function(t){
var n={name:"Internet Explorer"},r=h.getFirstMatch(/(?:msie |rv:)(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/\sedg\//i],describe:function(t){var n={
name:"Microsoft Edge"},r=h.getFirstMatch(/\sedg\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/edg([ea]|ios)\//i],describe:function(t){var n={name:"\
Microsoft Edge"},r=h.getSecondMatch(/edg([ea]|ios)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.hasBrand("Vivaldi")?!0:t.test(/vivaldi/i)},
describe:function(t,n){var r={name:"Vivaldi"};if(n){var o=n.getBrandVersion("Vivaldi");if(o)return r.version=o,r}var i=h.getFirstMatch(/vivaldi\/(\d+(\.?_?\d+)+)/i,
t);return i&&(r.version=i),r}},{test:[/seamonkey/i],describe:function(t){var n={name:"SeaMonkey"},r=h.getFirstMatch(/seamonkey\/(\d+(\.?_?\d+)+)/i,t);return r&&
(n.version=r),n}},{test:[/sailfish/i],describe:function(t){var n={name:"Sailfish"},r=h.getFirstMatch(/sailfish\s?browser\/(\d+(\.\d+)?)/i,t);return r&&(n.version=
r),n}},{test:[/silk/i],describe:function(t){var n={name:"Amazon Silk"},r=h.getFirstMatch(/silk\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/phantom/i],
describe:function(t){var n={name:"PhantomJS"},r=h.getFirstMatch(/phantomjs\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/slimerjs/i],describe:function(t){
var n={name:"SlimerJS"},r=h.getFirstMatch(/slimerjs\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(t){
var n={name:"BlackBerry"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/blackberry[\d]+\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/(web|hpw)[o0]s/i],
describe:function(t){var n={name:"WebOS Browser"},r=h.getFirstMatch(R,t)||h.getFirstMatch(/w(?:eb)?[o0]sbrowser\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},
{test:[/bada/i],describe:function(t){var n={name:"Bada"},r=h.getFirstMatch(/dolfin\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/tizen/i],describe:function(t){
var n={name:"Tizen"},r=h.getFirstMatch(/(?:tizen\s?)?browser\/(\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/qupzilla/i],describe:function(t){
var n={name:"QupZilla"},r=h.getFirstMatch(/(?:qupzilla)[\s/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/librewolf/i],describe:function(t){
var n={name:"LibreWolf"},r=h.getFirstMatch(/(?:librewolf)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/firefox|iceweasel|fxios/i],describe:function(t){
var n={name:"Firefox"},r=h.getFirstMatch(/(?:firefox|iceweasel|fxios)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/electron/i],describe:function(t){
var n={name:"Electron"},r=h.getFirstMatch(/(?:electron)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/sogoumobilebrowser/i,/metasr/i,/se 2\.[x]/i],
describe:function(t){var n={name:"Sogou Browser"},r=h.getFirstMatch(/(?:sogoumobilebrowser)[\s/](\d+(\.?_?\d+)+)/i,t),o=h.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,
t),i=h.getFirstMatch(/se ([\d.]+)x/i,t),s=r||o||i;return s&&(n.version=s),n}},{test:[/MiuiBrowser/i],describe:function(t){var n={name:"Miui"},r=h.getFirstMatch(
/(?:MiuiBrowser)[\s/](\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.hasBrand("DuckDuckGo")?!0:t.test(/\sDdg\/[\d.]+$/i)},describe:function(t,n){
var r={name:"DuckDuckGo"};if(n){var o=n.getBrandVersion("DuckDuckGo");if(o)return r.version=o,r}var i=h.getFirstMatch(/\sDdg\/([\d.]+)$/i,t);return i&&(r.version=
i),r}},{test:function(t){return t.hasBrand("Brave")},describe:function(t,n){var r={name:"Brave"};if(n){var o=n.getBrandVersion("Brave");if(o)return r.version=o,
r}return r}},{test:[/chromium/i],describe:function(t){var n={name:"Chromium"},r=h.getFirstMatch(/(?:chromium)[\s/](\d+(\.?_?\d+)+)/i,t)||h.getFirstMatch(R,t);return r&&
(n.version=r),n}},{test:[/ladybird/i],describe:function(t){var n={name:"Ladybird"},r=h.getFirstMatch(/ladybird\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},
{test:[/chrome|crios|crmo/i],describe:function(t){var n={name:"Chrome"},r=h.getFirstMatch(/(?:chrome|crios|crmo)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),
n}},{test:[/GSA/i],describe:function(t){var n={name:"Google Search"},r=h.getFirstMatch(/(?:GSA)\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){
var n=!t.test(/like android/i),r=t.test(/android/i);return n&&r},describe:function(t){var n={name:"Android Browser"},r=h.getFirstMatch(R,t);return r&&(n.version=
r),n}},{test:[/playstation 4/i],describe:function(t){var n={name:"PlayStation 4"},r=h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/safari|applewebkit/i],
describe:function(t){var n={name:"Safari"},r=h.getFirstMatch(R,t);return r&&(n.version=r),n}},{test:[/.*/i],describe:function(t){var n=t.search("\\(")!==-1?/^(.*)\/([^/]*)[ \t]\((.*)/:
/^(.*)\/([^/]*) /;return{name:h.getFirstMatch(n,t),version:h.getSecondMatch(n,t)}}}],WE=[{test:[/Roku\/DVP/],describe:function(t){var n=h.getFirstMatch(/Roku\/DVP-(\d+\.\d+)/i,
t);return{name:Ae.Roku,version:n}}},{test:[/windows phone/i],describe:function(t){var n=h.getFirstMatch(/windows phone (?:os)?\s?(\d+(\.\d+)*)/i,t);return{name:Ae.
WindowsPhone,version:n}}},{test:[/windows /i],describe:function(t){var n=h.getFirstMatch(/Windows ((NT|XP)( \d\d?.\d)?)/i,t),r=h.getWindowsVersionName(n);return{
name:Ae.Windows,version:n,versionName:r}}},{test:function(t){return h.isFirefoxOnIpad(t.getUA())},describe:function(t){var n={name:Ae.iOS},r=h.getSecondMatch(/(Version\/)(\d[\d.]+)/,
t);return r&&(n.version=r),n}},{test:[/macintosh/i],describe:function(t){var n=h.getFirstMatch(/mac os x (\d+(\.?_?\d+)+)/i,t).replace(/[_\s]/g,"."),r=h.getMacOSVersionName(
n),o={name:Ae.MacOS,version:n};return r&&(o.versionName=r),o}},{test:[/(ipod|iphone|ipad)/i],describe:function(t){var n=h.getFirstMatch(/os (\d+([_\s]\d+)*) like mac os x/i,
t).replace(/[_\s]/g,".");return{name:Ae.iOS,version:n}}},{test:[/OpenHarmony/i],describe:function(t){var n=h.getFirstMatch(/OpenHarmony\s+(\d+(\.\d+)*)/i,t);return{
name:Ae.HarmonyOS,version:n}}},{test:function(t){var n=!t.test(/like android/i),r=t.test(/android/i);return n&&r},describe:function(t){var n=h.getFirstMatch(/android[\s/-](\d+(\.\d+)*)/i,
t),r=h.getAndroidVersionName(n),o={name:Ae.Android,version:n};return r&&(o.versionName=r),o}},{test:[/(web|hpw)[o0]s/i],describe:function(t){var n=h.getFirstMatch(
/(?:web|hpw)[o0]s\/(\d+(\.\d+)*)/i,t),r={name:Ae.WebOS};return n&&n.length&&(r.version=n),r}},{test:[/blackberry|\bbb\d+/i,/rim\stablet/i],describe:function(t){
var n=h.getFirstMatch(/rim\stablet\sos\s(\d+(\.\d+)*)/i,t)||h.getFirstMatch(/blackberry\d+\/(\d+([_\s]\d+)*)/i,t)||h.getFirstMatch(/\bbb(\d+)/i,t);return{name:Ae.
BlackBerry,version:n}}},{test:[/bada/i],describe:function(t){var n=h.getFirstMatch(/bada\/(\d+(\.\d+)*)/i,t);return{name:Ae.Bada,version:n}}},{test:[/tizen/i],describe:function(t){
var n=h.getFirstMatch(/tizen[/\s](\d+(\.\d+)*)/i,t);return{name:Ae.Tizen,version:n}}},{test:[/linux/i],describe:function(){return{name:Ae.Linux}}},{test:[/CrOS/],
describe:function(){return{name:Ae.ChromeOS}}},{test:[/PlayStation 4/],describe:function(t){var n=h.getFirstMatch(/PlayStation 4[/\s](\d+(\.\d+)*)/i,t);return{name:Ae.
PlayStation4,version:n}}}],KE=[{test:[/googlebot/i],describe:function(){return{type:k.bot,vendor:"Google"}}},{test:[/linespider/i],describe:function(){return{type:k.
bot,vendor:"Line"}}},{test:[/amazonbot/i],describe:function(){return{type:k.bot,vendor:"Amazon"}}},{test:[/gptbot/i],describe:function(){return{type:k.bot,vendor:"\
OpenAI"}}},{test:[/chatgpt-user/i],describe:function(){return{type:k.bot,vendor:"OpenAI"}}},{test:[/oai-searchbot/i],describe:function(){return{type:k.bot,vendor:"\
OpenAI"}}},{test:[/baiduspider/i],describe:function(){return{type:k.bot,vendor:"Baidu"}}},{test:[/bingbot/i],describe:function(){return{type:k.bot,vendor:"Bing"}}},
{test:[/duckduckbot/i],describe:function(){return{type:k.bot,vendor:"DuckDuckGo"}}},{test:[/claudebot/i,/claude-web/i,/claude-user/i,/claude-searchbot/i],describe:function(){
return{type:k.bot,vendor:"Anthropic"}}},{test:[/omgilibot/i,/webzio-extended/i],describe:function(){return{type:k.bot,vendor:"Webz.io"}}},{test:[/diffbot/i],describe:function(){
return{type:k.bot,vendor:"Diffbot"}}},{test:[/perplexitybot/i],describe:function(){return{type:k.bot,vendor:"Perplexity AI"}}},{test:[/perplexity-user/i],describe:function(){
return{type:k.bot,vendor:"Perplexity AI"}}},{test:[/youbot/i],describe:function(){return{type:k.bot,vendor:"You.com"}}},{test:[/ia_archiver/i],describe:function(){
return{type:k.bot,vendor:"Internet Archive"}}},{test:[/meta-webindexer/i],describe:function(){return{type:k.bot,vendor:"Meta"}}},{test:[/meta-externalads/i],describe:function(){
return{type:k.bot,vendor:"Meta"}}},{test:[/meta-externalagent/i],describe:function(){return{type:k.bot,vendor:"Meta"}}},{test:[/meta-externalfetcher/i],describe:function(){
return{type:k.bot,vendor:"Meta"}}},{test:[/facebookexternalhit/i,/facebookcatalog/i],describe:function(){return{type:k.bot,vendor:"Meta"}}},{test:[/slackbot/i,/slack-imgProxy/i],
describe:function(){return{type:k.bot,vendor:"Slack"}}},{test:[/yahoo/i],describe:function(){return{type:k.bot,vendor:"Yahoo"}}},{test:[/yandexbot/i,/yandexmobilebot/i],
describe:function(){return{type:k.bot,vendor:"Yandex"}}},{test:[/pingdom/i],describe:function(){return{type:k.bot,vendor:"Pingdom"}}},{test:[/huawei/i],describe:function(t){
var n=h.getFirstMatch(/(can-l01)/i,t)&&"Nova",r={type:k.mobile,vendor:"Huawei"};return n&&(r.model=n),r}},{test:[/nexus\s*(?:7|8|9|10).*/i],describe:function(){
return{type:k.tablet,vendor:"Nexus"}}},{test:[/ipad/i],describe:function(){return{type:k.tablet,vendor:"Apple",model:"iPad"}}},{test:function(t){return h.isFirefoxOnIpad(
t.getUA())},describe:function(){return{type:k.tablet,vendor:"Apple",model:"iPad"}}},{test:[/kftt build/i],describe:function(){return{type:k.tablet,vendor:"Amazo\
n",model:"Kindle Fire HD 7"}}},{test:[/silk/i],describe:function(){return{type:k.tablet,vendor:"Amazon"}}},{test:[/tablet(?! pc)/i],describe:function(){return{type:k.
tablet}}},{test:function(t){var n=t.test(/ipod|iphone/i),r=t.test(/like (ipod|iphone)/i);return n&&!r},describe:function(t){var n=h.getFirstMatch(/(ipod|iphone)/i,
t);return{type:k.mobile,vendor:"Apple",model:n}}},{test:[/nexus\s*[0-6].*/i,/galaxy nexus/i],describe:function(){return{type:k.mobile,vendor:"Nexus"}}},{test:[/Nokia/i],
describe:function(t){var n=h.getFirstMatch(/Nokia\s+([0-9]+(\.[0-9]+)?)/i,t),r={type:k.mobile,vendor:"Nokia"};return n&&(r.model=n),r}},{test:[/[^-]mobi/i],describe:function(){
return{type:k.mobile}}},{test:function(t){return t.getBrowserName(!0)==="blackberry"},describe:function(){return{type:k.mobile,vendor:"BlackBerry"}}},{test:function(t){
return t.getBrowserName(!0)==="bada"},describe:function(){return{type:k.mobile}}},{test:function(t){return t.getBrowserName()==="windows phone"},describe:function(){
return{type:k.mobile,vendor:"Microsoft"}}},{test:function(t){var n=Number(String(t.getOSVersion()).split(".")[0]);return t.getOSName(!0)==="android"&&n>=3},describe:function(){
return{type:k.tablet}}},{test:function(t){return t.getOSName(!0)==="android"},describe:function(){return{type:k.mobile}}},{test:[/smart-?tv|smarttv/i],describe:function(){
return{type:k.tv}}},{test:[/netcast/i],describe:function(){return{type:k.tv}}},{test:function(t){return t.getOSName(!0)==="macos"},describe:function(){return{type:k.
desktop,vendor:"Apple"}}},{test:function(t){return t.getOSName(!0)==="windows"},describe:function(){return{type:k.desktop}}},{test:function(t){return t.getOSName(
!0)==="linux"},describe:function(){return{type:k.desktop}}},{test:function(t){return t.getOSName(!0)==="playstation 4"},describe:function(){return{type:k.tv}}},
{test:function(t){return t.getOSName(!0)==="roku"},describe:function(){return{type:k.tv}}}],GE=[{test:function(t){return t.getBrowserName(!0)==="microsoft edge"},
describe:function(t){if(/\sedg\//i.test(t))return{name:St.Blink};var n=h.getFirstMatch(/edge\/(\d+(\.?_?\d+)+)/i,t);return{name:St.EdgeHTML,version:n}}},{test:function(t){
return t.getBrowserName(!0)==="ladybird"},describe:function(){return{name:St.LibWeb}}},{test:[/trident/i],describe:function(t){var n={name:St.Trident},r=h.getFirstMatch(
/trident\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){return t.test(/presto/i)},describe:function(t){var n={name:St.Presto},r=h.getFirstMatch(
/presto\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:function(t){var n=t.test(/gecko/i),r=t.test(/like gecko/i);return n&&!r},describe:function(t){var n={
name:St.Gecko},r=h.getFirstMatch(/gecko\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}},{test:[/(apple)?webkit\/537\.36/i],describe:function(){return{name:St.
Blink}}},{test:[/(apple)?webkit/i],describe:function(t){var n={name:St.WebKit},r=h.getFirstMatch(/webkit\/(\d+(\.?_?\d+)+)/i,t);return r&&(n.version=r),n}}],vm=(function(){
function e(n,r,o){if(r===void 0&&(r=!1),o===void 0&&(o=null),n==null||n==="")throw new Error("UserAgent parameter can't be empty");this._ua=n;var i=!1;typeof r==
"boolean"?(i=r,this._hints=o):r!=null&&typeof r=="object"?this._hints=r:this._hints=null,this.parsedResult={},i!==!0&&this.parse()}var t=e.prototype;return t.getHints=
function(){return this._hints},t.hasBrand=function(r){if(!this._hints||!Array.isArray(this._hints.brands))return!1;var o=r.toLowerCase();return this._hints.brands.
some(function(i){return i.brand&&i.brand.toLowerCase()===o})},t.getBrandVersion=function(r){if(!(!this._hints||!Array.isArray(this._hints.brands))){var o=r.toLowerCase(),
i=h.find(this._hints.brands,function(s){return s.brand&&s.brand.toLowerCase()===o});return i?i.version:void 0}},t.getUA=function(){return this._ua},t.test=function(r){
return r.test(this._ua)},t.parseBrowser=function(){var r=this;this.parsedResult.browser={};var o=h.find($E,function(i){if(typeof i.test=="function")return i.test(
r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.
browser=o.describe(this.getUA(),this)),this.parsedResult.browser},t.getBrowser=function(){return this.parsedResult.browser?this.parsedResult.browser:this.parseBrowser()},
t.getBrowserName=function(r){return r?String(this.getBrowser().name).toLowerCase()||"":this.getBrowser().name||""},t.getBrowserVersion=function(){return this.getBrowser().
version},t.getOS=function(){return this.parsedResult.os?this.parsedResult.os:this.parseOS()},t.parseOS=function(){var r=this;this.parsedResult.os={};var o=h.find(
WE,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.os=o.describe(this.getUA())),this.parsedResult.os},t.getOSName=function(r){var o=this.getOS().name;
return r?String(o).toLowerCase()||"":o||""},t.getOSVersion=function(){return this.getOS().version},t.getPlatform=function(){return this.parsedResult.platform?this.
parsedResult.platform:this.parsePlatform()},t.getPlatformType=function(r){r===void 0&&(r=!1);var o=this.getPlatform().type;return r?String(o).toLowerCase()||"":
o||""},t.parsePlatform=function(){var r=this;this.parsedResult.platform={};var o=h.find(KE,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(
i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser's test function is not valid")});return o&&(this.parsedResult.platform=o.describe(
this.getUA())),this.parsedResult.platform},t.getEngine=function(){return this.parsedResult.engine?this.parsedResult.engine:this.parseEngine()},t.getEngineName=function(r){
return r?String(this.getEngine().name).toLowerCase()||"":this.getEngine().name||""},t.parseEngine=function(){var r=this;this.parsedResult.engine={};var o=h.find(
GE,function(i){if(typeof i.test=="function")return i.test(r);if(Array.isArray(i.test))return i.test.some(function(s){return r.test(s)});throw new Error("Browser\
's test function is not valid")});return o&&(this.parsedResult.engine=o.describe(this.getUA())),this.parsedResult.engine},t.parse=function(){return this.parseBrowser(),
this.parseOS(),this.parsePlatform(),this.parseEngine(),this},t.getResult=function(){return h.assign({},this.parsedResult)},t.satisfies=function(r){var o=this,i={},
s=0,a={},u=0;if(Object.keys(r).forEach(function(b){var w=r[b];typeof w=="string"||Array.isArray(w)?(a[b]=w,u+=1):typeof w=="object"&&(i[b]=w,s+=1)}),s>0){var c=Object.
keys(i),d=h.find(c,function(b){return o.isOS(b)});if(d){var f=this.satisfies(i[d]);if(f!==void 0)return f}var y=h.find(c,function(b){return o.isPlatform(b)});if(y){
var p=this.satisfies(i[y]);if(p!==void 0)return p}}if(u>0){var m=Object.keys(a),g=h.find(m,function(b){return o.isBrowser(b,!0)});if(g!==void 0)return this.compareVersions(
a[g])}},t.isBrowser=function(r,o){o===void 0&&(o=!1);var i=this.getBrowserName().toLowerCase(),s=r.toLowerCase(),a=h.getBrowserTypeByAlias(s);return o&&a&&(s=a.
toLowerCase()),s===i},t.compareVersions=function(r){var o=this;return typeof r=="string"?this.compareVersion(r):r.some(function(i){return o.compareVersion(i)})},
t.compareVersion=function(r){var o=[0],i=r,s=!1,a=this.getBrowserVersion();if(typeof a=="string")return r[0]===">"||r[0]==="<"?(i=r.substr(1),r[1]==="="?(s=!0,i=
r.substr(2)):o=[],r[0]===">"?o.push(1):o.push(-1)):r[0]==="="?i=r.substr(1):r[0]==="~"&&(s=!0,i=r.substr(1)),o.indexOf(h.compareVersions(a,i,s))>-1},t.isOS=function(r){
return this.getOSName(!0)===String(r).toLowerCase()},t.isPlatform=function(r){return this.getPlatformType(!0)===String(r).toLowerCase()},t.isEngine=function(r){
return this.getEngineName(!0)===String(r).toLowerCase()},t.is=function(r,o){return o===void 0&&(o=!1),this.isBrowser(r,o)||this.isOS(r)||this.isPlatform(r)},t.some=
function(r){var o=this;return r===void 0&&(r=[]),r.some(function(i){return o.is(i)})},e})();function Sm(e,t){for(var n=0;n<t.length;n++){var r=t[n];r.enumerable=
r.enumerable||!1,r.configurable=!0,"value"in r&&(r.writable=!0),Object.defineProperty(e,qE(r.key),r)}}function VE(e,t,n){return t&&Sm(e.prototype,t),n&&Sm(e,n),
Object.defineProperty(e,"prototype",{writable:!1}),e}function qE(e){var t=jE(e,"string");return typeof t=="symbol"?t:t+""}function jE(e,t){if(typeof e!="object"||
!e)return e;var n=e[Symbol.toPrimitive];if(n!==void 0){var r=n.call(e,t||"default");if(typeof r!="object")return r;throw new TypeError("@@toPrimitive must retur\
n a primitive value.")}return(t==="string"?String:Number)(e)}var Di=(function(){function e(){}return e.getParser=function(n,r,o){if(r===void 0&&(r=!1),o===void 0&&
(o=null),typeof n!="string")throw new Error("UserAgent should be a string");return new vm(n,r,o)},e.parse=function(n,r){return r===void 0&&(r=null),new vm(n,r).
getResult()},VE(e,null,[{key:"BROWSER_MAP",get:function(){return xm}},{key:"ENGINE_MAP",get:function(){return St}},{key:"OS_MAP",get:function(){return Ae}},{key:"\
PLATFORMS_MAP",get:function(){return k}}])})(),nN=Di.parse,rN=Di.getParser;var zE=1e3,JE=500,Rm=Object.freeze({}),Ni=new Map;function km(e){if(e===""||e.length>zE)return Rm;let t=Ni.get(e);if(t!==void 0)return t;let n=Object.freeze(YE(
e)??ZE(e));return Ni.size>=JE&&Ni.clear(),Ni.set(e,n),n}function YE(e){let t=e.split(" / ");if(t.length!==2||/[/();]/.test(t.join("")))return;let[n,r]=Am(t[0]??
""),[o,i]=Am(t[1]??"");return _m({os:o,osVersion:i,browser:n,browserVersion:r,device:XE(n,o)})}function Am(e){let t=e.trim(),n=t.lastIndexOf(" "),r=t.slice(n+1);
return n===-1||!/^\d/.test(r)?[t,void 0]:[t.slice(0,n),r]}function XE(e,t){return/bot\b|crawler|spider/i.test(e??"")?"bot":/\bMobile\b/i.test(e??"")||/^(?:iOS|Android|Windows Phone|Windows Mobile|BlackBerry)/i.
test(t??"")?"mobile":/^(?:Windows|Mac|Linux|Ubuntu|Fedora|Debian|Chrome ?OS)/i.test(t??"")?"desktop":void 0}function ZE(e){try{let{browser:t,os:n,platform:r}=Di.
parse(e),o=QE(e),i=!!t.name&&!t.name?.includes("/");return _m({os:n.name,osVersion:n.version?.startsWith("NT ")?n.versionName:n.version??n.versionName,browser:i?
t.name:o?.name,browserVersion:i?t.version:o?.version,device:r.model?[r.vendor,r.model].filter(Boolean).join(" "):r.type})}catch{return Rm}}function QE(e){let[,t,
n]=/^([\w.-]{1,64})\/v?(\d[\w.-]{0,32})/.exec(e)??[];if(!(t===void 0||n===void 0||t==="Mozilla"))return{name:t,version:n}}function _m(e){let t=xu(e.os),n=xu(e.browser),
r=t&&Em(e.osVersion),o=n&&Em(e.browserVersion),i=xu(e.device);return{...t&&{os:t},...r&&{os_version:r},...n&&{browser:n},...o&&{browser_version:o},...i&&{device:i}}}
function xu(e){return e===void 0||/^(?:other|unknown)?$/i.test(e)?void 0:e}function Em(e){return e===void 0||/^[0.]*$/.test(e)?void 0:e.replace(/^v/,"")}var eR=/[\uD800-\uDFFF]/,tR=/[\uD800-\uDFFF]/gu;function Zr(e){return eR.test(e)?e.replace(tR,"�"):e}function Eu(e){let t=Tm(e);return t.includes("\\ud")?Tm(Au(
e)):t}function Tm(e){try{return JSON.stringify(e)??"null"}catch{return JSON.stringify(e,(t,n)=>typeof n=="bigint"?String(n):n)}}function Au(e){if(typeof e=="str\
ing")return Zr(e);if(typeof e!="object"||e===null)return e;if(Array.isArray(e))return e.map(Au);let t=Object.entries(e);return Object.fromEntries(t.map(([n,r])=>[
Zr(n),Au(r)]))}var Mm=new Map(Ir.flatMap(e=>(e.sources??[e.name]).map(t=>[t,e]))),Ru=new Set(["log_id","date","type"]);function ku(e){let t={},n=[],r=[];nR(t,e,n);for(let o in e){
let i=e[o];if(o==="_id"||Pm(i)||rR(t,o))continue;let s=Mm.get(o),a=s===void 0?void 0:Im(s,o,i,e,n);s!==void 0&&a!==void 0?t[s.name]=a:r.push([o,i])}return typeof t.
user_agent=="string"&&Object.assign(t,km(t.user_agent)),r.length>0&&(t.additional_fields=Lm("additional_fields",Object.fromEntries(r),n)),n.length>0&&(t.truncated_fields=
n.join(",")),t}function nR(e,t,n){for(let u of Ru){let c=t[u],d=Mm.get(u);if(d===void 0||Pm(c))continue;let f=Im(d,u,c,t,n);f!==void 0&&(e[u]=f)}let r=e.type,{event:o,
category:i,level:s,severity:a}=jn(typeof r=="string"?r:"");o!==""&&(e.event=o),i!==void 0&&(e.category=i),e.level=s,e.severity=a}function rR(e,t){return Ru.has(
t)&&e[t]!==void 0}function Pm(e){if(e==null||e==="")return!0;if(typeof e!="object")return typeof e=="function"||typeof e=="symbol";if(Array.isArray(e))return e.
length===0;for(let t in e)return!1;return!0}function Im(e,t,n,r,o){switch(e.kind){case"text":return iR(e.name,n,o);case"json":return Lm(e.name,n,o);case"time":return typeof n==
"string"&&Cp(n)?n:void 0;case"boolean":return typeof n=="boolean"&&oR(e,t,r)?n:void 0;case"number":return typeof n=="number"?n:void 0}}function oR(e,t,n){let r=e.
sources?.find(o=>typeof n[o]===e.kind);return r===void 0||r===t}function iR(e,t,n){if(typeof t=="string"){let i=Zr(t);return Ru.has(e)?i:Om(Su(i))}if(typeof t!=
"object")return String(t);let r=Cm(e,t,n);return Array.isArray(r)&&r.every(i=>typeof i=="string")?Zr(r.join(" ")):Om(r)}function Lm(e,t,n){return Eu(Cm(e,t,n))}
function Cm(e,t,n){let r={wasCut:!1},o=Su(t,r);return r.wasCut&&n.push(e),o}function Om(e){return typeof e=="string"?e:Eu(e)}var $t=require("node:crypto"),Dm="aes-256-gcm",sR=32,Yn=12,_u=16;function Xn(e,t){let n=new Uint8Array((0,$t.hkdfSync)("sha256",e,"",t,sR));function r(o){let i=Buffer.
from(o,"base64url");if(i.toString("base64url")===o&&!(i.length<Yn+_u))try{let s=(0,$t.createDecipheriv)(Dm,n,i.subarray(0,Yn));s.setAuthTag(i.subarray(Yn,Yn+_u));
let a=s.update(i.subarray(Yn+_u));return Buffer.concat([a,s.final()])}catch{return}}return{seal(o){let i=typeof o=="string"?Buffer.from(o):o,s=(0,$t.randomBytes)(
Yn),a=(0,$t.createCipheriv)(Dm,n,s),u=Buffer.concat([a.update(i),a.final()]);return Buffer.concat([s,a.getAuthTag(),u]).toString("base64url")},open:o=>r(o)?.toString(
"utf8"),openBytes:r}}var Fi=require("node:zlib"),aR=64e6;function Bi(e){return{lock:t=>e.seal((0,Fi.deflateRawSync)(t)),unlock(t){let n=e.openBytes(t);if(n!==void 0)try{return(0,Fi.inflateRawSync)(
n,{maxOutputLength:aR})}catch{return}}}}function Wt(e){return e.kind.type==="password"}function F(e){return{ok:!0,value:e}}function I(e){return e===void 0?{ok:!1}:{ok:!1,advice:e}}function Hi(e){return e==null?"nothing":Array.isArray(e)?"a list":typeof e=="string"?e.length===1?"a text of 1 character":`a text of ${e.length} characters`:typeof e==
"object"?"an object":`a ${typeof e}`}function Ui(e){return typeof e=="string"?"a text":Hi(e)}function Qr(e,t,n=Hi){if(typeof e!="string"||[e,...t].some(({length:i})=>i>
2048))return n(e);let r=cR(e);return uR(e)||t.some(i=>Nm(e,i)||Nm(r,i))?`${n(e)} (not shown: it looks like a secret)`:r}function uR(e){return/^(?:[A-Za-z0-9+/=]{40,}|[A-Za-z0-9=_~-]{40,})$/.
test(e)&&/[a-z]/.test(e)&&/[A-Z]/.test(e)&&/[0-9]/.test(e)}function Nm(e,t){let n=Math.min(8,t.length),r=new Set(Fm(t,n));return Fm(e,n).some(o=>r.has(o))}function Fm(e,t){
let n=Math.max(0,e.length-t+1);return Array.from({length:n},(r,o)=>e.slice(o,o+t))}function cR(e){let t=Array.from(dR(e)),r=t.length>60?`${t.slice(0,60).join("")}\
…`:t.join("");return lR(JSON.stringify(r))}function dR(e){return e.replace(/^.*@/s,"…@").replace(/\?.+$/s,"?…")}function lR(e){return e.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
t=>`\\u{${t.codePointAt(0)?.toString(16)}}`)}function Bm(e){let t=e.isGivenByPlatform?"Auth0 gives it to an installed extension; anywhere else, set it yourself.":`Set it: ${e.meaning}`;return{setting:e.name,
expected:e.kind.expected,came:"nothing",advice:t}}function Hm(e,t,n,r=fR(e)){let o=Wt(e)?Hi(t):Qr(t,n);return{setting:e.name,expected:e.kind.expected,came:o,advice:r}}
function fR(e){let t=e.example===void 0?"":`, for example ${e.example}`;if(e.isRequired)return`Correct it${t}.`;let n=e.default===void 0?"":` for ${e.default}`;
return`Correct it${t}, or leave it empty${n}.`}function mn({setting:e,expected:t,came:n,advice:r}){return`${e}: expected ${t}; ${n} came. ${r}`}function Tu(e){return e.
map(mn).join(`
`)}function hn(e){return`900${new Date(e).toISOString().replace(/\D/g,"").slice(0,14)}`.padEnd(56,"0")}function $i(e){return/^900\d{14}0{39}$/.test(e)}function ne(e){
let t=/^900(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{39}$/.exec(e);if(t===null)return;let[n,r,o,i,s,a]=t.slice(1),u=Date.parse(`${n}-${r}-${o}T${i}:${s}:${a}Z`);return Number.
isNaN(u)?void 0:u}function Um(e){return e.length===56&&/^\d+$/.test(e)}function lt(e,t){return e.length===t.length&&e<t}function Kt(e){let{date:t}=e;if(typeof t!="string"||!/^\d{4}-\d\d-\d\dT/.test(t))return;let n=Date.parse(t);return Number.isNaN(n)?void 0:n}function Gt(e,t){let n,r;for(let o of e)(o.log_id===t||lt(o.log_id,t))&&(n===void 0||lt(n.log_id,o.log_id))&&(n=o),(r===void 0||lt(o.log_id,r.log_id))&&(r=o);return n!==
void 0?{kind:"after",log:n}:r===void 0?void 0:{kind:"from",log:r}}var eo=Date.UTC(2013,0,1);function Zn(e,t){switch(e.kind){case"beginning":return hn(eo);case"now":return hn(t);case"time":return hn(Math.min(e.atMs,t));case"age":
return hn(t-e.ageMs);case"id":return e.id}}var pR=24*36e5,mR=hn(eo);function Wm(e,t){let n=e===mR?void 0:ne(e);return n===void 0||t===void 0?n??t:Math.max(n,t)}function Km(e,t){return t-e>pR}function Gm(e,t,n,r){
let o=hR(e,n,r);if(!(o===void 0||o<=t))return`Logs may be missing: Auth0 no longer retains what came between ${$m(t)} and ${$m(o)}, and what of it was not expor\
ted before cannot be fetched any more. See to it that the exporter never stands still for longer than the tenant's log retention, which is 1 to 30 days by plan.`}
function hR(e,t,n){let r=Gt(t,e);if(r===void 0)return n;if(!(r.kind!=="from"||!lt(e,r.log.log_id)))return ne(r.log.log_id)??Kt(r.log)}function $m(e){return new Date(
e).toISOString()}var Wi="/api/v2/logs";function Ou(e,t,n){return`${e}${Wi}?from=${encodeURIComponent(t)}&take=${n}`}function Vm(e,t){return`${e}${Wi}/${encodeURIComponent(t)}`}var qm=10;function jm(e,t,n=0){
let r=`date:[${new Date(t).toISOString()} TO *]`;return Vi(e,{q:r,sort:"date:1",per_page:"100",page:String(n)})}function Ki(e,t,n){let r=`date:[* TO ${new Date(
t).toISOString()}]`;return Vi(e,{q:r,sort:"date:-1",per_page:String(n),page:"0"})}function Gi(e,t){return Vi(e,{sort:"date:1",per_page:String(t),page:"0"})}function zm(e,t){
return Vi(e,{sort:"date:-1",per_page:String(t),page:"0"})}function Vi(e,t){return`${e}${Wi}?${new URLSearchParams(t)}`}function Mu(e,t,n){let r=e?.match(/<([^<>]+)>\s*;[^<]*\brel\s*=\s*"?next\b/i)?.[1];
if(r!==void 0)try{let o=new URL(r,t);return o.origin!==new URL(t).origin||o.pathname!==Wi||o.username!==""||o.password!==""?void 0:(o.searchParams.set("take",String(
n)),o)}catch{return}}function Jm(e,t,n,r){let o=Mu(e,t,r);return o?.searchParams.get("from")===n?o.href:void 0}var yR=36e5,gR=5*6e4;function qi(e,t){if($i(e))return!0;let n=ne(e);return n===void 0?Um(e):t-n>yR}function Ym(e){return e-gR}function Xm(e,t,n){return e.some(({
log_id:r})=>{let o=ne(r);return o!==void 0&&o<=n&&lt(t,r)})}var Zm=10,bR=16e6;async function th({origin:e,client:t,clock:n,readPage:r,findPlace:o},i,s,a){let u=!1;async function c(m,{pauseMs:g=0}){if(g>0){if(n.now()+g>=a)
return Qn("the rate limit leaves no time for it");await n.sleep(g)}let b=await t.read(m,bR,a-n.now());switch(b.status){case"logs":return{status:"found",logs:b.logs};case"\
position-refused":return Qn(`Auth0 answered ${b.statusCode} to a search`);case"too-large":return Qn("what a search found is too large");case"misconfigured":return Qn(
b.problem);case"retry":return Qn(b.reason)}}async function d(m){let g=n.now();if(m.logs.length>0||!qi(i,g))return{status:"page",page:m};let b=Ym(g),w=await c(Ki(
e,b,Zm),m);if(w.status==="failed")return Pu(eh(m),`It could not be checked that Auth0 still knows the position ${i}: ${w.reason}`);if(u=Gt(w.logs,i)?.kind==="af\
ter",!Xm(w.logs,i,b))return{status:"page",page:m};let S=await r(i,a);if(!Qm(S))return S;let A=await o(i,a);return Qm(A)?wR(i):A}async function f(m){let g=Wm(i,s),
b=n.now();if(u||g===void 0||!Km(g,b))return{status:"page",page:m};let w=await c(Gi(e,Zm),m),A=w.status==="found"&&w.logs.length===0&&m.logs.length>0?Qn("a searc\
h found nothing, but logs came"):w;if(A.status==="failed")return Pu(eh(m),`It could not be checked that Auth0 still retains all that came after ${i}: ${A.reason}`);
let x=m.logs.length===0?b:void 0,O=Gm(i,g,A.logs,x);return O===void 0?{status:"page",page:m}:Pu(m,O)}let y=await r(i,a);if(y.status!=="page")return y;let p=await d(
y.page);return p.status!=="page"||p.page.isUnconfirmed===!0?p:f(p.page)}function Qn(e){return{status:"failed",reason:e}}function Qm(e){return e.status==="page"&&
e.page.logs.length===0}function eh(e){return e.logs.length===0?{...e,isUnconfirmed:!0}:e}function Pu(e,t){return{status:"page",page:{...e,warnings:[...e.warnings??
[],t]}}}function wR(e){return{status:"retry",reason:`Auth0 gave nothing after the position ${e}, although a search finds newer logs`}}var vR=6e4;async function nh(e,t,n,r,o,i){let s=m=>t.read(m,o,i-n.now());async function a(m){let g=[];for(let b=0;;b+=1){let w=await s(jm(e,m,b));if(w.status!==
"logs")return w;if(g.push(...w.logs),w.logs.length<100||b+1===qm||SR(g,r))return{...w,logs:g}}}let u=Math.max(0,(ne(r)??0)-vR),c=await a(u);if(c.status!=="logs")
return c;let d=Gt(c.logs,r);if(d?.kind==="after")return{status:"place",place:d,answer:c.answer};let f=await s(Ki(e,u,100));if(f.status!=="logs")return f;let{answer:y,
logs:p}=f;return{status:"place",place:Gt([...c.logs,...p],r),answer:y}}function SR(e,t){let n=Gt(e,t),r=e.at(-1);if(n===void 0||n.kind==="after"||r===void 0)return!0;
let o=ne(n.log.log_id),i=Kt(r);return o===void 0||i===void 0||i>o+1e3}function rh(e,t){return Ke(e,t)??oh(e,t)}function ji(e,t){let n=e.header("x-ratelimit-remaining")?.trim();if(!(n===void 0||!/^\d+$/.test(n)||Number(n)>0))return oh(
e,t)}function oh(e,t){let n=e.header("x-ratelimit-reset")?.trim();if(!(n===void 0||!/^\d{1,11}$/.test(n)))return Math.max(0,Number(n)*1e3-Fo(e,t))}var xR=16e6,AR=[10,1],zi=64e6,Iu={status:"retry",reason:"Auth0 does not know the position in the logs, and no other place to read on from was found"};function sh(e,t,n){
let r,o,i;async function s(p,m){let g=r?.after===p?r.url:void 0;if(r=void 0,g!==void 0){let b=await a(100,g,p,m);if(b.read.status!=="position-refused")return b}
return a(100,Ou(e,p,100),p,m)}async function a(p,m,g,b){let[w]=AR.filter(x=>x<p),S=w===void 0?zi:xR,A=await t.read(m,S,b-n.now());return A.status!=="too-large"||
w===void 0?{read:A,take:p}:a(w,Ou(e,g,w),g,b)}async function u(p,m){let{read:g,take:b}=await s(p,m);if(g.status==="too-large")return ih(p);if(g.status!=="logs")
return g;if(g.logs.some(A=>A.log_id===p))return{status:"retry",reason:"Auth0 answered with the log that it was to continue after"};let w=g.logs.at(-1)?.log_id??
p,S=Jm(g.answer.header("link"),e,w,100);return r=S===void 0?void 0:{after:w,url:S},f(g.answer,{logs:g.logs,continuesAfter:w,isFull:g.logs.length>=b})}async function c(p,m){
let g=await nh(e,t,n,p,zi,m);if(g.status==="too-large")return ih(p);if(g.status==="position-refused")return Iu;if(g.status!=="place")return g;let{place:b,answer:w}=g;
if(b===void 0)return f(w,{logs:[],continuesAfter:p,isFull:!1});let{log:S}=b,A=`Auth0 did not know the position ${p}; reading went on at the log ${S.log_id}, whi\
ch a search found`;if(b.kind==="after")return d(S.log_id,p,A,m);let x={logs:[S],continuesAfter:S.log_id,isFull:!0,warnings:[A]};return f(w,x)}async function d(p,m,g,b){
if(p===m)return Iu;let w=await u(p,b);if(w.status==="position-refused")return Iu;if(w.status!=="page")return w;let{page:S}=w;if(S.logs.length===0)return{status:"\
page",page:{...S,continuesAfter:m,warnings:[g]}};let A=S.logs.filter(({log_id:x})=>x!==m&&!lt(x,m));return A.length>0?{status:"page",page:{...S,logs:A,warnings:[
g]}}:(i={asked:m,reached:S.continuesAfter,warning:g},d(S.continuesAfter,m,g,b))}function f(p,m){let g=ji(p,n.now());return{status:"page",page:g===void 0?m:{...m,
pauseMs:g}}}async function y(p,m){if(i?.asked===p)return d(i.reached,p,i.warning,m);let g=await u(p,m);return g.status!=="position-refused"?g:$i(p)||o===p?c(p,m):
(o=p,{status:"retry",reason:`Auth0 refused the position after the log ${p}`})}return{timeOf:Kt,async fetchPage(p,m){let g=await y(p,n.now()+m);return!(g.status===
"page"&&g.page.logs.length===0)||!qi(p,n.now())?g:{status:"page",page:{...g.page,isUnconfirmed:!0}}},fetchFirstPage:(p,m,g)=>th({origin:e,client:t,clock:n,readPage:y,
findPlace:c},p,m,n.now()+g),async fetchLog(p,m){return p==="."||p===".."?{status:"gone"}:t.readOne(p,Vm(e,p),zi,m)}}}function ih(e){return{status:"stopped",reason:`\
the log after ${e} is larger than ${zi} bytes and cannot be read`}}function uh(e,t){let{statusCode:n}=e;return n===200?ER(e.body):dh(n)?{status:"position-refused",statusCode:n}:lh(e,t)}function ch(e,t,n){if(dh(e.statusCode))return{
status:"gone"};if(e.statusCode!==200)return lh(e,n);let r=mh(ph(e.body));return r?.log_id!==t?to("something other than the log that was asked for"):{status:"log",
log:r}}function dh(e){return e===400||e===404}function lh(e,t){let{statusCode:n}=e;if(n===429){let i=rh(e,t);return{status:"retry",reason:"Auth0 answered 429: t\
he rate limit of the Management API is used up",isRateLimited:!0,...i===void 0?{}:{waitMs:i}}}let r=Ke(e,t);return{status:"retry",reason:`Auth0 answered ${n} to\
 a request for logs`,...r===void 0?{}:{waitMs:r}}}function fh(e,t){return{status:"misconfigured",problem:e===403?`${t} answered 403 to a request for logs, even \
with a new token: the scope read:logs is missing. Grant read:logs of the Auth0 Management API to the application.`:`${t} answered 401 to a request for logs, eve\
n with a new token. AUTH0_DOMAIN must be the tenant's own domain, such as example.eu.auth0.com, not a custom domain.`}}function ER(e){let t=ph(e);if(t===void 0)
return to("a body that is not JSON");if(!Array.isArray(t))return to("something other than a list of logs");let n=[],r=new Set;for(let o of t){let i=mh(o);if(i===
void 0)return to("a log without an id");if(r.has(i.log_id))return to("the same log twice in one page");r.add(i.log_id),n.push(i)}return{status:"logs",logs:n}}function ph(e){
try{return JSON.parse(e)}catch{return}}function mh(e){if(typeof e!="object"||e===null||Array.isArray(e))return;let t=e,{log_id:n,_id:r}=t;return ah(n)?t:ah(r)?{
...t,log_id:r}:void 0}var RR=/^[!-~]{1,200}$/;function ah(e){return typeof e=="string"&&RR.test(e)}function to(e){return{status:"retry",reason:`Auth0 answered 2\
00 with ${e}`}}function yh(e,t,n,r){return async(o,i,s,a)=>{let u=r.now()+s;async function c(){let y=await n.getToken(u-r.now());if(y.status!=="token")return y;let p=await t.send(
{method:"GET",url:o,headers:{authorization:`Bearer ${y.token}`,accept:"application/json"},timeoutMs:u-r.now(),maxResponseBytes:i,...a===void 0?{}:{onHead:a}});return p.
status!=="failed"?p:p.cause==="too-large"?{status:"too-large"}:{status:"retry",reason:p.reason}}let d=await c();if(!hh(d))return d;n.forget();let f=await c();return hh(
f)?fh(f.statusCode,e):f}}function hh(e){return e.status==="answered"&&(e.statusCode===401||e.statusCode===403)}function gh(e,t,n,r){let o=yh(e,t,n,r);return{async read(i,s,a,u){let c=await o(i,s,a,u);if(c.status!=="answered")return c;let d=uh(c,r.now());return d.status===
"logs"?{...d,answer:c}:d},async readOne(i,s,a,u){let c=await o(s,a,u);return c.status==="answered"?ch(c,i,r.now()):c.status!=="too-large"?c:{status:"retry",reason:`\
the log ${i} is larger than ${a} bytes`}}}}var bh=10,wh=16e6;function Lu(e,t){async function n(r,o,i){let s=await t.read(r,wh,o);switch(s.status){case"logs":return kR(s.logs,i);case"position-refused":return Ji(
`Auth0 answered ${s.statusCode} to a search`);case"too-large":return Ji(`Auth0 answered a search with more than ${wh} bytes`);case"misconfigured":return Ji(s.problem);case"\
retry":return Ji(s.reason)}}return{oldest:r=>n(Gi(e,bh),r,(o,i)=>o<i),newest:r=>n(zm(e,bh),r,(o,i)=>o>i)}}function kR(e,t){let[n,...r]=e;if(n===void 0)return{status:"\
none"};let o={log:n,atMs:vh(n)};for(let i of r){let s=vh(i);s!==void 0&&(o.atMs===void 0||t(s,o.atMs))&&(o={log:i,atMs:s})}return{status:"found",...o}}function vh(e){
return ne(e.log_id)??Kt(e)}function Ji(e){return{status:"failed",reason:e}}function _R(e,t){return e=Math.ceil(e),t=Math.floor(t),Math.floor(Math.random()*(t-e)+e)}async function TR(e){return new Promise(t=>setTimeout(t,e))}function Sh(e,{
maxRetries:t,retryWhen:n}){let r=Math.min(10,t??3),o=0,i=async()=>{let s;if(s=await e(),(n||[429]).includes(s.status)&&o<r){o++;let a=500*Math.pow(2,o-1);a=_R(a+
1,a+250),a=Math.min(a,1e4),await TR(a),s=await i()}return s};return i()}var Yi=class extends Error{constructor(t,n,r,o){super(o),this.statusCode=t,this.body=n,this.headers=r,this.name="ResponseError"}},Xi=class extends Error{constructor(){
super("The request was timed out."),this.name="TimeoutError"}},Zi=class extends Error{constructor(t,n){super(n),this.cause=t,this.name="FetchError"}},Qi=class extends Error{constructor(t,n){
super(n),this.field=t,this.name="RequiredError"}};var Ne=class e{constructor(t,n,r,o){this.data=t,this.headers=n,this.status=r,this.statusText=o}static async fromResponse(t){let n=await t.json();return new e(n,
t.headers,t.status,t.statusText)}},yn=class e{constructor(t,n,r){this.headers=t,this.status=n,this.statusText=r}static async fromResponse(t){return new e(t.headers,
t.status,t.statusText)}},es=class e{constructor(t,n,r,o){this.data=t,this.headers=n,this.status=r,this.statusText=o}static async fromResponse(t){let n=await t.text();
return new e(n,t.headers,t.status,t.statusText)}};var ts=class{constructor(t){if(this.configuration=t,this.fetchWithTimeout=async(n,r)=>{let o=new AbortController,i=setTimeout(()=>{o.abort()},this.timeoutDuration);
try{return await this.fetchApi(n,{signal:o.signal,...r})}catch(s){throw s.name==="AbortError"?new Xi:s}finally{clearTimeout(i)}},this.fetch=async(n,r)=>{var o,i;
let s={url:n,init:r};for(let c of this.middleware)c.pre&&(s=await c.pre({fetch:this.fetchWithTimeout,...s})||s);let a,u;try{a=((o=this.configuration.retry)===null||
o===void 0?void 0:o.enabled)!==!1?await Sh(()=>this.fetchWithTimeout(s.url,s.init),{...this.configuration.retry}):await this.fetchWithTimeout(s.url,s.init)}catch(c){
u=c}if(u||!a.ok){for(let c of this.middleware)c.onError&&(a=await c.onError({fetch:this.fetchWithTimeout,...s,error:u,response:a?a.clone():void 0})||a);if(a===void 0)
throw new Zi(u,(i=u?.message)!==null&&i!==void 0?i:"The request failed and the interceptors did not return an alternative response")}else for(let c of this.middleware)
c.post&&(a=await c.post({fetch:this.fetchApi,...s,response:a.clone()})||a);return a},t.baseUrl===null||t.baseUrl===void 0)throw new Error("Must provide a base U\
RL for the API");if(typeof t.baseUrl!="string"||t.baseUrl.length===0)throw new Error("The provided base URL is invalid");this.middleware=t.middleware||[],this.fetchApi=
t.fetch||globalThis.fetch.bind(globalThis),this.parseError=t.parseError,this.timeoutDuration=typeof t.timeoutDuration=="number"?t.timeoutDuration:1e4}async request(t,n){
let{url:r,init:o}=await this.createFetchParams(t,n),i=await this.fetch(r,o);if(i&&i.status>=200&&i.status<300)return i;throw await this.parseError(i)}async createFetchParams(t,n){
let r=this.configuration.baseUrl+t.path;t.query!==void 0&&Object.keys(t.query).length!==0&&(r+=`?${OR(t.query)}`);let o=Object.assign({},this.configuration.headers,
t.headers);Object.keys(o).forEach(c=>o[c]===void 0?delete o[c]:{});let i=typeof n=="function"?n:async()=>n,s={method:t.method,headers:o,body:t.body,dispatcher:this.
configuration.agent},a={...s,...await i({init:s,context:t})},u={...a,body:a.body instanceof FormData||a.body instanceof URLSearchParams||a.body instanceof Blob?
a.body:JSON.stringify(a.body)};return{url:r,init:u}}};function OR(e){return Object.keys(e).map(t=>MR(t,e[t])).filter(t=>t.length>0).join("&")}function MR(e,t){if(t instanceof Array){let n=t.map(r=>encodeURIComponent(
String(r))).join(`&${encodeURIComponent(e)}=`);return`${encodeURIComponent(e)}=${n}`}return`${encodeURIComponent(e)}=${encodeURIComponent(String(t))}`}function ge(e,t){
t.forEach(n=>{if(e[n]===null||e[n]===void 0)throw new Qi(n,`Required parameter requestParameters.${n} was null or undefined.`)})}var v1=PR();function PR(){return["^/api/v2/jobs/verification-email$","^/api/v2/tickets/email-verification$","^/api/v2/tickets/password-change$","^/api/v2/organi\
zations/[^/]+/invitations$","^/api/v2/users$","^/api/v2/users/[^/]+$","^/api/v2/guardian/enrollments/ticket$"].map(t=>new RegExp(t))}var no=require("buffer");var qe=new TextEncoder,be=new TextDecoder,A1=2**32;function er(...e){let t=e.reduce((o,{length:i})=>o+i,0),n=new Uint8Array(t),r=0;return e.forEach(o=>{n.set(o,
r),r+=o.length}),n}var Vt;function IR(e){let t=e;return t instanceof Uint8Array&&(t=be.decode(t)),t}no.Buffer.isEncoding("base64url")?Vt=e=>no.Buffer.from(e).toString("base64url"):
Vt=e=>no.Buffer.from(e).toString("base64").replace(/=/g,"").replace(/\+/g,"-").replace(/\//g,"_");var pt=e=>no.Buffer.from(IR(e),"base64");var ao={};No(ao,{JOSEAlgNotAllowed:()=>ro,JOSEError:()=>X,JOSENotSupported:()=>V,JWEDecompressionFailed:()=>Du,JWEDecryptionFailed:()=>Cu,JWEInvalid:()=>Nu,JWKInvalid:()=>Fu,
JWKSInvalid:()=>qt,JWKSMultipleMatchingKeys:()=>oo,JWKSNoMatchingKey:()=>gn,JWKSTimeout:()=>io,JWSInvalid:()=>U,JWSSignatureVerificationFailed:()=>so,JWTClaimValidationFailed:()=>Fe,
JWTExpired:()=>tr,JWTInvalid:()=>we});var X=class extends Error{static get code(){return"ERR_JOSE_GENERIC"}constructor(t){var n;super(t),this.code="ERR_JOSE_GEN\
ERIC",this.name=this.constructor.name,(n=Error.captureStackTrace)===null||n===void 0||n.call(Error,this,this.constructor)}},Fe=class extends X{static get code(){
return"ERR_JWT_CLAIM_VALIDATION_FAILED"}constructor(t,n="unspecified",r="unspecified"){super(t),this.code="ERR_JWT_CLAIM_VALIDATION_FAILED",this.claim=n,this.reason=
r}},tr=class extends X{static get code(){return"ERR_JWT_EXPIRED"}constructor(t,n="unspecified",r="unspecified"){super(t),this.code="ERR_JWT_EXPIRED",this.claim=
n,this.reason=r}},ro=class extends X{constructor(){super(...arguments),this.code="ERR_JOSE_ALG_NOT_ALLOWED"}static get code(){return"ERR_JOSE_ALG_NOT_ALLOWED"}},
V=class extends X{constructor(){super(...arguments),this.code="ERR_JOSE_NOT_SUPPORTED"}static get code(){return"ERR_JOSE_NOT_SUPPORTED"}},Cu=class extends X{constructor(){
super(...arguments),this.code="ERR_JWE_DECRYPTION_FAILED",this.message="decryption operation failed"}static get code(){return"ERR_JWE_DECRYPTION_FAILED"}},Du=class extends X{constructor(){
super(...arguments),this.code="ERR_JWE_DECOMPRESSION_FAILED",this.message="decompression operation failed"}static get code(){return"ERR_JWE_DECOMPRESSION_FAILED"}},
Nu=class extends X{constructor(){super(...arguments),this.code="ERR_JWE_INVALID"}static get code(){return"ERR_JWE_INVALID"}},U=class extends X{constructor(){super(
...arguments),this.code="ERR_JWS_INVALID"}static get code(){return"ERR_JWS_INVALID"}},we=class extends X{constructor(){super(...arguments),this.code="ERR_JWT_IN\
VALID"}static get code(){return"ERR_JWT_INVALID"}},Fu=class extends X{constructor(){super(...arguments),this.code="ERR_JWK_INVALID"}static get code(){return"ERR\
_JWK_INVALID"}},qt=class extends X{constructor(){super(...arguments),this.code="ERR_JWKS_INVALID"}static get code(){return"ERR_JWKS_INVALID"}},gn=class extends X{constructor(){
super(...arguments),this.code="ERR_JWKS_NO_MATCHING_KEY",this.message="no applicable key found in the JSON Web Key Set"}static get code(){return"ERR_JWKS_NO_MAT\
CHING_KEY"}},oo=class extends X{constructor(){super(...arguments),this.code="ERR_JWKS_MULTIPLE_MATCHING_KEYS",this.message="multiple matching keys found in the \
JSON Web Key Set"}static get code(){return"ERR_JWKS_MULTIPLE_MATCHING_KEYS"}},io=class extends X{constructor(){super(...arguments),this.code="ERR_JWKS_TIMEOUT",
this.message="request timed out"}static get code(){return"ERR_JWKS_TIMEOUT"}},so=class extends X{constructor(){super(...arguments),this.code="ERR_JWS_SIGNATURE_\
VERIFICATION_FAILED",this.message="signature verification failed"}static get code(){return"ERR_JWS_SIGNATURE_VERIFICATION_FAILED"}};var xh=require("crypto"),Bu=P(require("util"),1),ns=Bu.types.isKeyObject?e=>Bu.types.isKeyObject(e):e=>e!=null&&e instanceof xh.KeyObject;var Ah=P(require("crypto"),1),Hu=P(require("util"),1),CR=Ah.webcrypto,rs=CR,nr=Hu.types.isCryptoKey?e=>Hu.types.isCryptoKey(e):e=>!1;function xt(e,t="algorithm.name"){return new TypeError(`CryptoKey does not support this operation, its ${t} must be ${e}`)}function os(e,t){return e.name===t}function Uu(e){
return parseInt(e.name.slice(4),10)}function DR(e){switch(e){case"ES256":return"P-256";case"ES384":return"P-384";case"ES512":return"P-521";default:throw new Error(
"unreachable")}}function NR(e,t){if(t.length&&!t.some(n=>e.usages.includes(n))){let n="CryptoKey does not support this operation, its usages must include ";if(t.
length>2){let r=t.pop();n+=`one of ${t.join(", ")}, or ${r}.`}else t.length===2?n+=`one of ${t[0]} or ${t[1]}.`:n+=`${t[0]}.`;throw new TypeError(n)}}function Eh(e,t,...n){
switch(t){case"HS256":case"HS384":case"HS512":{if(!os(e.algorithm,"HMAC"))throw xt("HMAC");let r=parseInt(t.slice(2),10);if(Uu(e.algorithm.hash)!==r)throw xt(`S\
HA-${r}`,"algorithm.hash");break}case"RS256":case"RS384":case"RS512":{if(!os(e.algorithm,"RSASSA-PKCS1-v1_5"))throw xt("RSASSA-PKCS1-v1_5");let r=parseInt(t.slice(
2),10);if(Uu(e.algorithm.hash)!==r)throw xt(`SHA-${r}`,"algorithm.hash");break}case"PS256":case"PS384":case"PS512":{if(!os(e.algorithm,"RSA-PSS"))throw xt("RSA-\
PSS");let r=parseInt(t.slice(2),10);if(Uu(e.algorithm.hash)!==r)throw xt(`SHA-${r}`,"algorithm.hash");break}case"EdDSA":{if(e.algorithm.name!=="Ed25519"&&e.algorithm.
name!=="Ed448")throw xt("Ed25519 or Ed448");break}case"ES256":case"ES384":case"ES512":{if(!os(e.algorithm,"ECDSA"))throw xt("ECDSA");let r=DR(t);if(e.algorithm.
namedCurve!==r)throw xt(r,"algorithm.namedCurve");break}default:throw new TypeError("CryptoKey does not support this operation")}NR(e,n)}function Rh(e,t,...n){if(n.length>2){let r=n.pop();e+=`one of type ${n.join(", ")}, or ${r}.`}else n.length===2?e+=`one of type ${n[0]} or ${n[1]}.`:e+=`of type\
 ${n[0]}.`;return t==null?e+=` Received ${t}`:typeof t=="function"&&t.name?e+=` Received function ${t.name}`:typeof t=="object"&&t!=null&&t.constructor&&t.constructor.
name&&(e+=` Received an instance of ${t.constructor.name}`),e}var uo=(e,...t)=>Rh("Key must be ",e,...t);function $u(e,t,...n){return Rh(`Key for the ${e} algor\
ithm must be `,t,...n)}var Wu=e=>ns(e)||nr(e),ke=["KeyObject"];(globalThis.CryptoKey||!(rs===null||rs===void 0)&&rs.CryptoKey)&&ke.push("CryptoKey");var FR=(...e)=>{let t=e.filter(Boolean);if(t.length===0||t.length===1)return!0;let n;for(let r of t){let o=Object.keys(r);if(!n||n.size===0){n=new Set(o);continue}
for(let i of o){if(n.has(i))return!1;n.add(i)}}return!0},is=FR;function BR(e){return typeof e=="object"&&e!==null}function Ee(e){if(!BR(e)||Object.prototype.toString.call(e)!=="[object Object]")return!1;if(Object.getPrototypeOf(
e)===null)return!0;let t=e;for(;Object.getPrototypeOf(t)!==null;)t=Object.getPrototypeOf(t);return Object.getPrototypeOf(e)===t}var co=require("buffer"),as=require("crypto");var HR=co.Buffer.from([42,134,72,206,61,3,1,7]),UR=co.Buffer.from([43,129,4,0,34]),$R=co.Buffer.from([43,129,4,0,35]),WR=co.Buffer.from([43,129,4,0,10]),ss=new WeakMap,
KR=e=>{switch(e){case"prime256v1":return"P-256";case"secp384r1":return"P-384";case"secp521r1":return"P-521";case"secp256k1":return"secp256k1";default:throw new V(
"Unsupported key curve for this operation")}},kh=(e,t)=>{var n;let r;if(nr(e))r=as.KeyObject.from(e);else if(ns(e))r=e;else throw new TypeError(uo(e,...ke));if(r.
type==="secret")throw new TypeError('only "private" or "public" type keys can be used for this operation');switch(r.asymmetricKeyType){case"ed25519":case"ed448":
return`Ed${r.asymmetricKeyType.slice(2)}`;case"x25519":case"x448":return`X${r.asymmetricKeyType.slice(1)}`;case"ec":{if(ss.has(r))return ss.get(r);let o=(n=r.asymmetricKeyDetails)===
null||n===void 0?void 0:n.namedCurve;if(!o&&r.type==="private")o=kh((0,as.createPublicKey)(r),!0);else if(!o){let s=r.export({format:"der",type:"spki"}),a=s[1]<
128?14:15,u=s[a],c=s.slice(a+1,a+1+u);if(c.equals(HR))o="prime256v1";else if(c.equals(UR))o="secp384r1";else if(c.equals($R))o="secp521r1";else if(c.equals(WR))
o="secp256k1";else throw new V("Unsupported key curve for this operation")}if(t)return o;let i=KR(o);return ss.set(r,i),i}default:throw new TypeError("Invalid a\
symmetric key type for this operation")}};function Ku(e,t){ss.set(e,t)}var _h=kh;var us=new WeakMap,cs=(e,t)=>{let n=e.readUInt8(1);if((n&128)===0)return t===0?n:cs(e.subarray(2+n),t-1);let r=n&127;n=0;for(let o=0;o<r;o++){n<<=8;let i=e.readUInt8(
2+o);n|=i}return t===0?n:cs(e.subarray(2+n),t-1)},GR=(e,t)=>{let n=e.readUInt8(1);if((n&128)===0)return cs(e.subarray(2),t);let r=n&127;return cs(e.subarray(2+r),
t)},VR=e=>{var t,n;if(us.has(e))return us.get(e);let r=(n=(t=e.asymmetricKeyDetails)===null||t===void 0?void 0:t.modulusLength)!==null&&n!==void 0?n:GR(e.export(
{format:"der",type:"pkcs1"}),e.type==="private"?1:0)-1<<3;return us.set(e,r),r},Th=(e,t)=>{us.set(e,t)},ds=(e,t)=>{if(VR(e)<2048)throw new TypeError(`${t} requi\
res key modulusLength to be 2048 bits or larger`)};var ls=require("crypto"),Oh=require("buffer");var Mh=e=>(0,ls.createPrivateKey)({key:Oh.Buffer.from(e.replace(/(?:-----(?:BEGIN|END) PRIVATE KEY-----|\s)/g,""),"base64"),type:"pkcs8",format:"der"});var re=require("buffer"),je=require("crypto");var Z=require("buffer");var qR=2,jR=3,zR=4,JR=48,Gu=Z.Buffer.from([0]),fs=Z.Buffer.from([qR]),YR=Z.Buffer.from([jR]),XR=Z.Buffer.from([JR]),ZR=Z.Buffer.from([zR]),jt=e=>{if(e<128)return Z.Buffer.
from([e]);let t=Z.Buffer.alloc(5);t.writeUInt32BE(e,1);let n=1;for(;t[n]===0;)n++;return t[n-1]=128|5-n,t.slice(n-1)},QR=new Map([["P-256",Z.Buffer.from("06 08 \
2A 86 48 CE 3D 03 01 07".replace(/ /g,""),"hex")],["secp256k1",Z.Buffer.from("06 05 2B 81 04 00 0A".replace(/ /g,""),"hex")],["P-384",Z.Buffer.from("06 05 2B 81\
 04 00 22".replace(/ /g,""),"hex")],["P-521",Z.Buffer.from("06 05 2B 81 04 00 23".replace(/ /g,""),"hex")],["ecPublicKey",Z.Buffer.from("06 07 2A 86 48 CE 3D 02\
 01".replace(/ /g,""),"hex")],["X25519",Z.Buffer.from("06 03 2B 65 6E".replace(/ /g,""),"hex")],["X448",Z.Buffer.from("06 03 2B 65 6F".replace(/ /g,""),"hex")],
["Ed25519",Z.Buffer.from("06 03 2B 65 70".replace(/ /g,""),"hex")],["Ed448",Z.Buffer.from("06 03 2B 65 71".replace(/ /g,""),"hex")]]),_e=class{constructor(){this.
length=0,this.elements=[]}oidFor(t){let n=QR.get(t);if(!n)throw new V("Invalid or unsupported OID");this.elements.push(n),this.length+=n.length}zero(){this.elements.
push(fs,Z.Buffer.from([1]),Gu),this.length+=3}one(){this.elements.push(fs,Z.Buffer.from([1]),Z.Buffer.from([1])),this.length+=3}unsignedInteger(t){if(t[0]&128){
let n=jt(t.length+1);this.elements.push(fs,n,Gu,t),this.length+=2+n.length+t.length}else{let n=0;for(;t[n]===0&&(t[n+1]&128)===0;)n++;let r=jt(t.length-n);this.
elements.push(fs,jt(t.length-n),t.slice(n)),this.length+=1+r.length+t.length-n}}octStr(t){let n=jt(t.length);this.elements.push(ZR,jt(t.length),t),this.length+=
1+n.length+t.length}bitStr(t){let n=jt(t.length+1);this.elements.push(YR,jt(t.length+1),Gu,t),this.length+=1+n.length+t.length+1}add(t){this.elements.push(t),this.
length+=t.length}end(t=XR){let n=jt(this.length);return Z.Buffer.concat([t,n,...this.elements],1+n.length+this.length)}};var[zt,ps]=process.versions.node.split(".").map(e=>parseInt(e,10)),Ph=zt>=16||zt===15&&ps>=13,bn=!("electron"in process.versions)&&(zt>=17||zt===16&&ps>=9),V1=zt>=
16||zt===15&&ps>=9,Ih=zt>=16||zt===15&&ps>=12;var ek=e=>{if(Ih&&e.kty!=="oct")return e.d?(0,je.createPrivateKey)({format:"jwk",key:e}):(0,je.createPublicKey)({format:"jwk",key:e});switch(e.kty){case"oct":return(0,je.createSecretKey)(
pt(e.k));case"RSA":{let t=new _e,n=e.d!==void 0,r=re.Buffer.from(e.n,"base64"),o=re.Buffer.from(e.e,"base64");n?(t.zero(),t.unsignedInteger(r),t.unsignedInteger(
o),t.unsignedInteger(re.Buffer.from(e.d,"base64")),t.unsignedInteger(re.Buffer.from(e.p,"base64")),t.unsignedInteger(re.Buffer.from(e.q,"base64")),t.unsignedInteger(
re.Buffer.from(e.dp,"base64")),t.unsignedInteger(re.Buffer.from(e.dq,"base64")),t.unsignedInteger(re.Buffer.from(e.qi,"base64"))):(t.unsignedInteger(r),t.unsignedInteger(
o));let s={key:t.end(),format:"der",type:"pkcs1"},a=n?(0,je.createPrivateKey)(s):(0,je.createPublicKey)(s);return Th(a,r.length<<3),a}case"EC":{let t=new _e,n=e.
d!==void 0,r=re.Buffer.concat([re.Buffer.alloc(1,4),re.Buffer.from(e.x,"base64"),re.Buffer.from(e.y,"base64")]);if(n){t.zero();let a=new _e;a.oidFor("ecPublicKe\
y"),a.oidFor(e.crv),t.add(a.end());let u=new _e;u.one(),u.octStr(re.Buffer.from(e.d,"base64"));let c=new _e;c.bitStr(r);let d=c.end(re.Buffer.from([161]));u.add(
d);let f=u.end(),y=new _e;y.add(f);let p=y.end(re.Buffer.from([4]));t.add(p);let m=t.end(),g=(0,je.createPrivateKey)({key:m,format:"der",type:"pkcs8"});return Ku(
g,e.crv),g}let o=new _e;o.oidFor("ecPublicKey"),o.oidFor(e.crv),t.add(o.end()),t.bitStr(r);let i=t.end(),s=(0,je.createPublicKey)({key:i,format:"der",type:"spki"});
return Ku(s,e.crv),s}case"OKP":{let t=new _e;if(e.d!==void 0){t.zero();let i=new _e;i.oidFor(e.crv),t.add(i.end());let s=new _e;s.octStr(re.Buffer.from(e.d,"bas\
e64"));let a=s.end(re.Buffer.from([4]));t.add(a);let u=t.end();return(0,je.createPrivateKey)({key:u,format:"der",type:"pkcs8"})}let r=new _e;r.oidFor(e.crv),t.add(
r.end()),t.bitStr(re.Buffer.from(e.x,"base64"));let o=t.end();return(0,je.createPublicKey)({key:o,format:"der",type:"spki"})}default:throw new V('Invalid or uns\
upported JWK "kty" (Key Type) Parameter value')}},Vu=ek;async function qu(e,t,n){if(typeof e!="string"||e.indexOf("-----BEGIN PRIVATE KEY-----")!==0)throw new TypeError('"pkcs8" must be PKCS#8 formatted string');return Mh(
e,t,n)}async function ju(e,t,n){var r;if(!Ee(e))throw new TypeError("JWK must be an object");switch(t||(t=e.alg),e.kty){case"oct":if(typeof e.k!="string"||!e.k)
throw new TypeError('missing "k" (Key Value) Parameter value');return n??(n=e.ext!==!0),n?Vu({...e,alg:t,ext:(r=e.ext)!==null&&r!==void 0?r:!1}):pt(e.k);case"RS\
A":if(e.oth!==void 0)throw new V('RSA JWK "oth" (Other Primes Info) Parameter value is not supported');case"EC":case"OKP":return Vu({...e,alg:t});default:throw new V(
'Unsupported "kty" (Key Type) Parameter value')}}var tk=(e,t)=>{if(!(t instanceof Uint8Array)){if(!Wu(t))throw new TypeError($u(e,t,...ke,"Uint8Array"));if(t.type!=="secret")throw new TypeError(`${ke.join(" or\
 ")} instances for symmetric algorithms must be of type "secret"`)}},nk=(e,t,n)=>{if(!Wu(t))throw new TypeError($u(e,t,...ke));if(t.type==="secret")throw new TypeError(
`${ke.join(" or ")} instances for asymmetric algorithms must not be of type "secret"`);if(n==="sign"&&t.type==="public")throw new TypeError(`${ke.join(" or ")} \
instances for asymmetric algorithm signing must be of type "private"`);if(n==="decrypt"&&t.type==="public")throw new TypeError(`${ke.join(" or ")} instances for\
 asymmetric algorithm decryption must be of type "private"`);if(t.algorithm&&n==="verify"&&t.type==="private")throw new TypeError(`${ke.join(" or ")} instances \
for asymmetric algorithm verifying must be of type "public"`);if(t.algorithm&&n==="encrypt"&&t.type==="private")throw new TypeError(`${ke.join(" or ")} instance\
s for asymmetric algorithm encryption must be of type "public"`)},rk=(e,t,n)=>{e.startsWith("HS")||e==="dir"||e.startsWith("PBES2")||/^A\d{3}(?:GCM)?KW$/.test(e)?
tk(e,t):nk(e,t,n)},ms=rk;function ok(e,t,n,r,o){if(o.crit!==void 0&&r.crit===void 0)throw new e('"crit" (Critical) Header Parameter MUST be integrity protected');if(!r||r.crit===void 0)
return new Set;if(!Array.isArray(r.crit)||r.crit.length===0||r.crit.some(s=>typeof s!="string"||s.length===0))throw new e('"crit" (Critical) Header Parameter MU\
ST be an array of non-empty strings when present');let i;n!==void 0?i=new Map([...Object.entries(n),...t.entries()]):i=t;for(let s of r.crit){if(!i.has(s))throw new V(
`Extension Header Parameter "${s}" is not recognized`);if(o[s]===void 0)throw new e(`Extension Header Parameter "${s}" is missing`);if(i.get(s)&&r[s]===void 0)throw new e(
`Extension Header Parameter "${s}" MUST be integrity protected`)}return new Set(r.crit)}var hs=ok;var ik=(e,t)=>{if(t!==void 0&&(!Array.isArray(t)||t.some(n=>typeof n!="string")))throw new TypeError(`"${e}" option must be an array of strings`);if(t)return new Set(
t)},Lh=ik;var or=P(require("crypto"),1),Nh=require("util");function lo(e){switch(e){case"PS256":case"RS256":case"ES256":case"ES256K":return"sha256";case"PS384":case"RS384":case"ES384":return"sha384";case"PS512":case"RS5\
12":case"ES512":return"sha512";case"EdDSA":return;default:throw new V(`alg ${e} is not supported either by JOSE or your javascript runtime`)}}var zu=require("crypto");var Ch={padding:zu.constants.RSA_PKCS1_PSS_PADDING,saltLength:zu.constants.RSA_PSS_SALTLEN_DIGEST},sk=new Map([["ES256","P-256"],["ES256K","secp256k1"],["ES384",
"P-384"],["ES512","P-521"]]);function fo(e,t){switch(e){case"EdDSA":if(!["ed25519","ed448"].includes(t.asymmetricKeyType))throw new TypeError("Invalid key for t\
his operation, its asymmetricKeyType must be ed25519 or ed448");return t;case"RS256":case"RS384":case"RS512":if(t.asymmetricKeyType!=="rsa")throw new TypeError(
"Invalid key for this operation, its asymmetricKeyType must be rsa");return ds(t,e),t;case(bn&&"PS256"):case(bn&&"PS384"):case(bn&&"PS512"):if(t.asymmetricKeyType===
"rsa-pss"){let{hashAlgorithm:n,mgf1HashAlgorithm:r,saltLength:o}=t.asymmetricKeyDetails,i=parseInt(e.slice(-3),10);if(n!==void 0&&(n!==`sha${i}`||r!==n))throw new TypeError(
`Invalid key for this operation, its RSA-PSS parameters do not meet the requirements of "alg" ${e}`);if(o!==void 0&&o>i>>3)throw new TypeError(`Invalid key for \
this operation, its RSA-PSS parameter saltLength does not meet the requirements of "alg" ${e}`)}else if(t.asymmetricKeyType!=="rsa")throw new TypeError("Invalid\
 key for this operation, its asymmetricKeyType must be rsa or rsa-pss");return ds(t,e),{key:t,...Ch};case(!bn&&"PS256"):case(!bn&&"PS384"):case(!bn&&"PS512"):if(t.
asymmetricKeyType!=="rsa")throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be rsa");return ds(t,e),{key:t,...Ch};case"ES256":case"\
ES256K":case"ES384":case"ES512":{if(t.asymmetricKeyType!=="ec")throw new TypeError("Invalid key for this operation, its asymmetricKeyType must be ec");let n=_h(
t),r=sk.get(e);if(n!==r)throw new TypeError(`Invalid key curve for the algorithm, its curve must be ${r}, got ${n}`);return{dsaEncoding:"ieee-p1363",key:t}}default:
throw new V(`alg ${e} is not supported either by JOSE or your javascript runtime`)}}var rr=P(require("crypto"),1),Dh=require("util");function Ju(e){switch(e){case"HS256":return"sha256";case"HS384":return"sha384";case"HS512":return"sha512";default:throw new V(`alg ${e} is not supported either \
by JOSE or your javascript runtime`)}}var po=require("crypto");function mo(e,t,n){if(t instanceof Uint8Array){if(!e.startsWith("HS"))throw new TypeError(uo(t,...ke));return(0,po.createSecretKey)(t)}if(t instanceof po.KeyObject)
return t;if(nr(t))return Eh(t,e,n),po.KeyObject.from(t);throw new TypeError(uo(t,...ke,"Uint8Array"))}var Yu;rr.sign.length>3?Yu=(0,Dh.promisify)(rr.sign):Yu=rr.sign;var ak=async(e,t,n)=>{let r=mo(e,t,"sign");if(e.startsWith("HS")){let o=rr.createHmac(Ju(e),r);return o.
update(n),o.digest()}return Yu(lo(e),n,fo(e,r))},ys=ak;var Xu;or.verify.length>4&&Ph?Xu=(0,Nh.promisify)(or.verify):Xu=or.verify;var uk=async(e,t,n,r)=>{let o=mo(e,t,"verify");if(e.startsWith("HS")){let a=await ys(e,
o,r),u=n;try{return or.timingSafeEqual(u,a)}catch{return!1}}let i=lo(e),s=fo(e,o);try{return await Xu(i,r,s,n)}catch{return!1}},Fh=uk;async function Bh(e,t,n){var r;if(!Ee(e))throw new U("Flattened JWS must be an object");if(e.protected===void 0&&e.header===void 0)throw new U('Flattened JWS mu\
st have either of the "protected" or "header" members');if(e.protected!==void 0&&typeof e.protected!="string")throw new U("JWS Protected Header incorrect type");
if(e.payload===void 0)throw new U("JWS Payload missing");if(typeof e.signature!="string")throw new U("JWS Signature missing or incorrect type");if(e.header!==void 0&&
!Ee(e.header))throw new U("JWS Unprotected Header incorrect type");let o={};if(e.protected)try{let b=pt(e.protected);o=JSON.parse(be.decode(b))}catch{throw new U(
"JWS Protected Header is invalid")}if(!is(o,e.header))throw new U("JWS Protected and JWS Unprotected Header Parameter names must be disjoint");let i={...o,...e.
header},s=hs(U,new Map([["b64",!0]]),n?.crit,o,i),a=!0;if(s.has("b64")&&(a=o.b64,typeof a!="boolean"))throw new U('The "b64" (base64url-encode payload) Header P\
arameter must be a boolean');let{alg:u}=i;if(typeof u!="string"||!u)throw new U('JWS "alg" (Algorithm) Header Parameter missing or invalid');let c=n&&Lh("algori\
thms",n.algorithms);if(c&&!c.has(u))throw new ro('"alg" (Algorithm) Header Parameter not allowed');if(a){if(typeof e.payload!="string")throw new U("JWS Payload \
must be a string")}else if(typeof e.payload!="string"&&!(e.payload instanceof Uint8Array))throw new U("JWS Payload must be a string or an Uint8Array instance");
let d=!1;typeof t=="function"&&(t=await t(o,e),d=!0),ms(u,t,"verify");let f=er(qe.encode((r=e.protected)!==null&&r!==void 0?r:""),qe.encode("."),typeof e.payload==
"string"?qe.encode(e.payload):e.payload),y;try{y=pt(e.signature)}catch{throw new U("Failed to base64url decode the signature")}if(!await Fh(u,t,y,f))throw new so;
let m;if(a)try{m=pt(e.payload)}catch{throw new U("Failed to base64url decode the payload")}else typeof e.payload=="string"?m=qe.encode(e.payload):m=e.payload;let g={
payload:m};return e.protected!==void 0&&(g.protectedHeader=o),e.header!==void 0&&(g.unprotectedHeader=e.header),d?{...g,key:t}:g}async function Hh(e,t,n){if(e instanceof Uint8Array&&(e=be.decode(e)),typeof e!="string")throw new U("Compact JWS must be a string or Uint8Array");let{0:r,1:o,2:i,
length:s}=e.split(".");if(s!==3)throw new U("Invalid Compact JWS");let a=await Bh({payload:o,protected:r,signature:i},t,n),u={payload:a.payload,protectedHeader:a.
protectedHeader};return typeof t=="function"?{...u,key:a.key}:u}var ir=e=>Math.floor(e.getTime()/1e3);var ck=/^(\d+|\d+\.\d+) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)$/i,sr=e=>{let t=ck.exec(e);if(!t)throw new TypeError("\
Invalid time period format");let n=parseFloat(t[1]);switch(t[2].toLowerCase()){case"sec":case"secs":case"second":case"seconds":case"s":return Math.round(n);case"\
minute":case"minutes":case"min":case"mins":case"m":return Math.round(n*60);case"hour":case"hours":case"hr":case"hrs":case"h":return Math.round(n*3600);case"day":case"\
days":case"d":return Math.round(n*86400);case"week":case"weeks":case"w":return Math.round(n*604800);default:return Math.round(n*31557600)}};var Uh=e=>e.toLowerCase().replace(/^application\//,""),dk=(e,t)=>typeof e=="string"?t.includes(e):Array.isArray(e)?t.some(Set.prototype.has.bind(new Set(e))):!1,
$h=(e,t,n={})=>{let{typ:r}=n;if(r&&(typeof e.typ!="string"||Uh(e.typ)!==Uh(r)))throw new Fe('unexpected "typ" JWT header value',"typ","check_failed");let o;try{
o=JSON.parse(be.decode(t))}catch{}if(!Ee(o))throw new we("JWT Claims Set must be a top-level JSON object");let{requiredClaims:i=[],issuer:s,subject:a,audience:u,
maxTokenAge:c}=n;c!==void 0&&i.push("iat"),u!==void 0&&i.push("aud"),a!==void 0&&i.push("sub"),s!==void 0&&i.push("iss");for(let p of new Set(i.reverse()))if(!(p in
o))throw new Fe(`missing required "${p}" claim`,p,"missing");if(s&&!(Array.isArray(s)?s:[s]).includes(o.iss))throw new Fe('unexpected "iss" claim value',"iss","\
check_failed");if(a&&o.sub!==a)throw new Fe('unexpected "sub" claim value',"sub","check_failed");if(u&&!dk(o.aud,typeof u=="string"?[u]:u))throw new Fe('unexpec\
ted "aud" claim value',"aud","check_failed");let d;switch(typeof n.clockTolerance){case"string":d=sr(n.clockTolerance);break;case"number":d=n.clockTolerance;break;case"\
undefined":d=0;break;default:throw new TypeError("Invalid clockTolerance option type")}let{currentDate:f}=n,y=ir(f||new Date);if((o.iat!==void 0||c)&&typeof o.iat!=
"number")throw new Fe('"iat" claim must be a number',"iat","invalid");if(o.nbf!==void 0){if(typeof o.nbf!="number")throw new Fe('"nbf" claim must be a number',"\
nbf","invalid");if(o.nbf>y+d)throw new Fe('"nbf" claim timestamp check failed',"nbf","check_failed")}if(o.exp!==void 0){if(typeof o.exp!="number")throw new Fe('\
"exp" claim must be a number',"exp","invalid");if(o.exp<=y-d)throw new tr('"exp" claim timestamp check failed',"exp","check_failed")}if(c){let p=y-o.iat,m=typeof c==
"number"?c:sr(c);if(p-d>m)throw new tr('"iat" claim timestamp check failed (too far in the past)',"iat","check_failed");if(p<0-d)throw new Fe('"iat" claim times\
tamp check failed (it should be in the past)',"iat","check_failed")}return o};async function At(e,t,n){var r;let o=await Hh(e,t,n);if(!((r=o.protectedHeader.crit)===null||r===void 0)&&r.includes("b64")&&o.protectedHeader.b64===!1)throw new we(
"JWTs MUST NOT use unencoded payload");let s={payload:$h(o.protectedHeader,o.payload,n),protectedHeader:o.protectedHeader};return typeof t=="function"?{...s,key:o.
key}:s}var gs=class{constructor(t){if(!(t instanceof Uint8Array))throw new TypeError("payload must be an instance of Uint8Array");this._payload=t}setProtectedHeader(t){
if(this._protectedHeader)throw new TypeError("setProtectedHeader can only be called once");return this._protectedHeader=t,this}setUnprotectedHeader(t){if(this._unprotectedHeader)
throw new TypeError("setUnprotectedHeader can only be called once");return this._unprotectedHeader=t,this}async sign(t,n){if(!this._protectedHeader&&!this._unprotectedHeader)
throw new U("either setProtectedHeader or setUnprotectedHeader must be called before #sign()");if(!is(this._protectedHeader,this._unprotectedHeader))throw new U(
"JWS Protected and JWS Unprotected Header Parameter names must be disjoint");let r={...this._protectedHeader,...this._unprotectedHeader},o=hs(U,new Map([["b64",
!0]]),n?.crit,this._protectedHeader,r),i=!0;if(o.has("b64")&&(i=this._protectedHeader.b64,typeof i!="boolean"))throw new U('The "b64" (base64url-encode payload)\
 Header Parameter must be a boolean');let{alg:s}=r;if(typeof s!="string"||!s)throw new U('JWS "alg" (Algorithm) Header Parameter missing or invalid');ms(s,t,"si\
gn");let a=this._payload;i&&(a=qe.encode(Vt(a)));let u;this._protectedHeader?u=qe.encode(Vt(JSON.stringify(this._protectedHeader))):u=qe.encode("");let c=er(u,qe.
encode("."),a),d=await ys(s,t,c),f={signature:Vt(d),payload:""};return i&&(f.payload=be.decode(a)),this._unprotectedHeader&&(f.header=this._unprotectedHeader),this.
_protectedHeader&&(f.protected=be.decode(u)),f}};var bs=class{constructor(t){this._flattened=new gs(t)}setProtectedHeader(t){return this._flattened.setProtectedHeader(t),this}async sign(t,n){let r=await this._flattened.
sign(t,n);if(r.payload===void 0)throw new TypeError("use the flattened module for creating JWS with b64: false");return`${r.protected}.${r.payload}.${r.signature}`}};var ws=class{constructor(t){if(!Ee(t))throw new TypeError("JWT Claims Set MUST be an object");this._payload=t}setIssuer(t){return this._payload={...this._payload,
iss:t},this}setSubject(t){return this._payload={...this._payload,sub:t},this}setAudience(t){return this._payload={...this._payload,aud:t},this}setJti(t){return this.
_payload={...this._payload,jti:t},this}setNotBefore(t){return typeof t=="number"?this._payload={...this._payload,nbf:t}:this._payload={...this._payload,nbf:ir(new Date)+
sr(t)},this}setExpirationTime(t){return typeof t=="number"?this._payload={...this._payload,exp:t}:this._payload={...this._payload,exp:ir(new Date)+sr(t)},this}setIssuedAt(t){
return typeof t>"u"?this._payload={...this._payload,iat:ir(new Date)}:this._payload={...this._payload,iat:t},this}};var wn=class extends ws{setProtectedHeader(t){return this._protectedHeader=t,this}async sign(t,n){var r;let o=new bs(qe.encode(JSON.stringify(this._payload)));if(o.
setProtectedHeader(this._protectedHeader),Array.isArray((r=this._protectedHeader)===null||r===void 0?void 0:r.crit)&&this._protectedHeader.crit.includes("b64")&&
this._protectedHeader.b64===!1)throw new we("JWTs MUST NOT use unencoded payload");return o.sign(t,n)}};function lk(e){switch(typeof e=="string"&&e.slice(0,2)){case"RS":case"PS":return"RSA";case"ES":return"EC";case"Ed":return"OKP";default:throw new V('Unsupported \
"alg" value for a JSON Web Key Set')}}function Zu(e){return e&&typeof e=="object"&&Array.isArray(e.keys)&&e.keys.every(fk)}function fk(e){return Ee(e)}function pk(e){
return typeof structuredClone=="function"?structuredClone(e):JSON.parse(JSON.stringify(e))}var ho=class{constructor(t){if(this._cached=new WeakMap,!Zu(t))throw new qt(
"JSON Web Key Set malformed");this._jwks=pk(t)}async getKey(t,n){let{alg:r,kid:o}={...t,...n?.header},i=lk(r),s=this._jwks.keys.filter(c=>{let d=i===c.kty;if(d&&
typeof o=="string"&&(d=o===c.kid),d&&typeof c.alg=="string"&&(d=r===c.alg),d&&typeof c.use=="string"&&(d=c.use==="sig"),d&&Array.isArray(c.key_ops)&&(d=c.key_ops.
includes("verify")),d&&r==="EdDSA"&&(d=c.crv==="Ed25519"||c.crv==="Ed448"),d)switch(r){case"ES256":d=c.crv==="P-256";break;case"ES256K":d=c.crv==="secp256k1";break;case"\
ES384":d=c.crv==="P-384";break;case"ES512":d=c.crv==="P-521";break}return d}),{0:a,length:u}=s;if(u===0)throw new gn;if(u!==1){let c=new oo,{_cached:d}=this;throw c[Symbol.
asyncIterator]=async function*(){for(let f of s)try{yield await Wh(d,f,r)}catch{continue}},c}return Wh(this._cached,a,r)}};async function Wh(e,t,n){let r=e.get(
t)||e.set(t,{}).get(t);if(r[n]===void 0){let o=await ju({...t,ext:!0},n);if(o instanceof Uint8Array||o.type!=="public")throw new qt("JSON Web Key Set members mu\
st be public keys");r[n]=o}return r[n]}function Qu(e){let t=new ho(e);return async function(n,r){return t.getKey(n,r)}}var Kh=P(require("http"),1),Gh=P(require("https"),1),ec=require("events");var mk=async(e,t,n)=>{let r;switch(e.protocol){case"https:":r=Gh.get;break;case"http:":r=Kh.get;break;default:throw new TypeError("Unsupported URL protocol.")}let{
agent:o,headers:i}=n,s=r(e.href,{agent:o,timeout:t,headers:i}),[a]=await Promise.race([(0,ec.once)(s,"response"),(0,ec.once)(s,"timeout")]);if(!a)throw s.destroy(),
new io;if(a.statusCode!==200)throw new X("Expected 200 OK from the JSON Web Key Set HTTP response");let u=[];for await(let c of a)u.push(c);try{return JSON.parse(
be.decode(er(...u)))}catch{throw new X("Failed to parse the JSON Web Key Set HTTP response as JSON")}},Vh=mk;function hk(){return typeof WebSocketPair<"u"||typeof navigator<"u"&&navigator.userAgent==="Cloudflare-Workers"||typeof EdgeRuntime<"u"&&EdgeRuntime==="vercel"}
var tc=class extends ho{constructor(t,n){if(super({keys:[]}),this._jwks=void 0,!(t instanceof URL))throw new TypeError("url must be an instance of URL");this._url=
new URL(t.href),this._options={agent:n?.agent,headers:n?.headers},this._timeoutDuration=typeof n?.timeoutDuration=="number"?n?.timeoutDuration:5e3,this._cooldownDuration=
typeof n?.cooldownDuration=="number"?n?.cooldownDuration:3e4,this._cacheMaxAge=typeof n?.cacheMaxAge=="number"?n?.cacheMaxAge:6e5}coolingDown(){return typeof this.
_jwksTimestamp=="number"?Date.now()<this._jwksTimestamp+this._cooldownDuration:!1}fresh(){return typeof this._jwksTimestamp=="number"?Date.now()<this._jwksTimestamp+
this._cacheMaxAge:!1}async getKey(t,n){(!this._jwks||!this.fresh())&&await this.reload();try{return await super.getKey(t,n)}catch(r){if(r instanceof gn&&this.coolingDown()===
!1)return await this.reload(),super.getKey(t,n);throw r}}async reload(){this._pendingFetch&&hk()&&(this._pendingFetch=void 0),this._pendingFetch||(this._pendingFetch=
Vh(this._url,this._timeoutDuration,this._options).then(t=>{if(!Zu(t))throw new qt("JSON Web Key Set malformed");this._jwks={keys:t.keys},this._jwksTimestamp=Date.
now(),this._pendingFetch=void 0}).catch(t=>{throw this._pendingFetch=void 0,t})),await this._pendingFetch}};function nc(e,t){let n=new tc(e,t);return async function(r,o){
return n.getKey(r,o)}}var vs={};No(vs,{decode:()=>yo,encode:()=>yk});var yk=Vt,yo=pt;function go(e){let t;if(typeof e=="string"){let n=e.split(".");(n.length===3||n.length===5)&&([t]=n)}else if(typeof e=="object"&&e)if("protected"in e)t=e.protected;else
throw new TypeError("Token does not contain a Protected Header");try{if(typeof t!="string"||!t)throw new Error;let n=JSON.parse(be.decode(yo(t)));if(!Ee(n))throw new Error;
return n}catch{throw new TypeError("Invalid Token or Protected Header formatting")}}function rc(e){if(typeof e!="string")throw new we("JWTs must use Compact JWS serialization, JWT must be a string");let{1:t,length:n}=e.split(".");if(n===5)throw new we(
"Only JWTs using Compact JWS serialization can be decoded");if(n!==3)throw new we("Invalid JWT");if(!t)throw new we("JWTs must contain a payload");let r;try{r=yo(
t)}catch{throw new we("Failed to base64url decode the payload")}let o;try{o=JSON.parse(be.decode(r))}catch{throw new we("Failed to parse the decoded payload as \
JSON")}if(!Ee(o))throw new we("Invalid JWT Claims Set");return o}var ve=[];for(let e=0;e<256;++e)ve.push((e+256).toString(16).slice(1));function jh(e,t=0){return(ve[e[t+0]]+ve[e[t+1]]+ve[e[t+2]]+ve[e[t+3]]+"-"+ve[e[t+4]]+ve[e[t+
5]]+"-"+ve[e[t+6]]+ve[e[t+7]]+"-"+ve[e[t+8]]+ve[e[t+9]]+"-"+ve[e[t+10]]+ve[e[t+11]]+ve[e[t+12]]+ve[e[t+13]]+ve[e[t+14]]+ve[e[t+15]]).toLowerCase()}var zh=require("crypto"),xs=new Uint8Array(256),Ss=xs.length;function oc(){return Ss>xs.length-16&&((0,zh.randomFillSync)(xs),Ss=0),xs.slice(Ss,Ss+=16)}var Jh=require("crypto"),ic={randomUUID:Jh.randomUUID};function gk(e,t,n){if(ic.randomUUID&&!t&&!e)return ic.randomUUID();e=e||{};let r=e.random??e.rng?.()??oc();if(r.length<16)throw new Error("Random bytes length m\
ust be >= 16");if(r[6]=r[6]&15|64,r[8]=r[8]&63|128,t){if(n=n||0,n<0||n+16>t.length)throw new RangeError(`UUID byte range ${n}:${n+15} is out of buffer bounds`);
for(let o=0;o<16;++o)t[n+o]=r[o];return t}return jh(r)}var sc=gk;var Yh=async({payload:e,domain:t,clientId:n,clientAssertionSigningKey:r,clientAssertionSigningAlg:o,clientSecret:i,useMTLS:s})=>{let a=e.client_id||n;if(r&&!e.client_assertion){
let u=o||"RS256",c=await qu(r,u);e.client_assertion=await new wn({}).setProtectedHeader({alg:u}).setIssuedAt().setSubject(a).setJti(sc()).setIssuer(a).setAudience(
`https://${t}/`).setExpirationTime("2mins").sign(c),e.client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}else i&&!e.client_secret&&(e.
client_secret=i);if((!e.client_secret||e.client_secret.trim().length===0)&&(!e.client_assertion||e.client_assertion.trim().length===0)&&!s)throw new Error("The \
client_secret or client_assertion field is required, or it should be mTLS request.");return e};var Xh="4.37.1";function bk(){var e;return typeof process<"u"&&(!((e=process.versions)===null||e===void 0)&&e.node)?"node":typeof navigator<"u"&&navigator.userAgent==="Cloudfla\
re-Workers"?"cloudflare-workers":typeof Deno<"u"?"deno":"unknown"}var Zh=()=>{var e,t;let n=bk();return{name:"node-auth0",version:Xh,env:{[n]:(t=(e=process.version)===
null||e===void 0?void 0:e.replace("v",""))!==null&&t!==void 0?t:"unknown"}}},Qh="mtls";var As=class{constructor(t){this.clientInfo=t.clientInfo||Zh()}async pre(t){return typeof this.clientInfo.name=="string"&&this.clientInfo.name.length>0&&(t.init.
headers={...t.init.headers,"Auth0-Client":vs.encode(JSON.stringify(this.clientInfo))}),{url:t.url,init:t.init}}};var ar=class extends Error{constructor(t,n,r,o,i){super(n||t),this.error=t,this.error_description=n,this.statusCode=r,this.body=o,this.headers=i,this.name="Auth\
ApiError"}};function wk(e){let t=JSON.parse(e),n;return t.error?n=t:n={error:t.code,error_description:t.description},n}async function vk(e){let t=await e.text();
try{let n=wk(t);return new ar(n.error,n.error_description,e.status,t,e.headers)}catch{return new Yi(e.status,t,e.headers,"Response returned an error code")}}var ze=class extends ts{constructor(t){
super({...t,baseUrl:`https://${t.domain}`,middleware:t.telemetry!==!1?[new As(t)]:[],parseError:vk,retry:{enabled:!1,...t.retry}}),this.domain=t.domain,this.clientId=
t.clientId,this.clientSecret=t.clientSecret,this.clientAssertionSigningKey=t.clientAssertionSigningKey,this.clientAssertionSigningAlg=t.clientAssertionSigningAlg,
this.useMTLS=t.useMTLS}async addClientAuthentication(t){return Yh({payload:t,domain:this.domain,clientId:this.clientId,clientSecret:this.clientSecret,clientAssertionSigningKey:this.
clientAssertionSigningKey,clientAssertionSigningAlg:this.clientAssertionSigningAlg,useMTLS:this.useMTLS})}};async function Et(e,t,{idTokenValidateOptions:n,initOverrides:r}={},o,i,s){
let a=await s({path:"/oauth/token",method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams({client_id:o,...t,grant_type:e})},
r),u=await Ne.fromResponse(a);return u.data.id_token&&await i.validate(u.data.id_token,n),u}var Sk=(e,t)=>{let r={format:"iss_sub",iss:`https://${t.endsWith("/")?t.slice(0,-1):t}/`,sub:`${e}`};return JSON.stringify(r)},xk="urn:openid:params:grant-type:\
ciba",Ak="/bc-authorize",Ek="/oauth/token",Es=class extends ze{async authorize({userId:t,...n}){let r={...n,login_hint:Sk(t,this.domain),client_id:this.clientId},
o=n.requested_expiry||n.request_expiry;o&&(r.requested_expiry=o),await this.addClientAuthentication(r);let i=await this.request.bind(this)({path:Ak,method:"POST",
headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(r)},{});return(await Ne.fromResponse(i)).data}async backchannelGrant({auth_req_id:t}){
let n={client_id:this.clientId,auth_req_id:t,grant_type:xk};await this.addClientAuthentication(n);let r=await this.request.bind(this)({path:Ek,method:"POST",headers:{
"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(n)},{});return(await Ne.fromResponse(r)).data}};var Rs=class extends ze{async signUp(t,n){ge(t,["email","password","connection"]);let r=await this.request({path:"/dbconnections/signup",method:"POST",headers:{
"Content-Type":"application/json"},body:{client_id:this.clientId,...t}},n),o=await Ne.fromResponse(r);if(o.data){let i=o.data;!i.id&&(i._id||i.user_id)&&(i.id=i.
_id||i.user_id)}return o}async changePassword(t,n){ge(t,["email","connection"]);let r=await this.request({path:"/dbconnections/change_password",method:"POST",headers:{
"Content-Type":"application/json"},body:{client_id:this.clientId,...t}},n);return es.fromResponse(r)}};var Rk=60,Se=class extends Error{},ur=class{constructor({domain:t,clientId:n,clientSecret:r,agent:o,headers:i,timeoutDuration:s,idTokenSigningAlg:a="RS256",clockTolerance:u=Rk}){
this.jwks=nc(new URL(`https://${t}/.well-known/jwks.json`),{timeoutDuration:s,agent:o,headers:i}),this.alg=a,this.audience=n,this.secret=new TextEncoder().encode(
r),this.issuer=`https://${t}/`,this.clockTolerance=u}async validate(t,{nonce:n,maxAge:r,organization:o}={}){let i=this.alg==="HS256"?this.secret:this.jwks,s=go(
t),a=rc(t);if(s.alg!=="RS256"&&s.alg!=="HS256")throw new Error(`Signature algorithm of "${s.alg}" is not supported. Expected the ID token to be signed with "RS2\
56" or "HS256".`);if(!a.iss||typeof a.iss!="string")throw new Se("Issuer (iss) claim must be a string present in the ID token");if(a.iss!==this.issuer)throw new Se(
`Issuer (iss) claim mismatch in the ID token; expected "${this.issuer}", found "${a.iss}"`);if(!a.sub||typeof a.sub!="string")throw new Se("Subject (sub) claim \
must be a string present in the ID token");if(!a.aud||!(typeof a.aud=="string"||Array.isArray(a.aud)))throw new Se("Audience (aud) claim must be a string or arr\
ay of strings present in the ID token");if(Array.isArray(a.aud)&&!a.aud.includes(this.audience))throw new Se(`Audience (aud) claim mismatch in the ID token; exp\
ected "${this.audience}" but was not one of "${a.aud.join(", ")}"`);if(typeof a.aud=="string"&&a.aud!==this.audience)throw new Se(`Audience (aud) claim mismatch\
 in the ID token; expected "${this.audience}" but found "${a.aud}"`);if(o){if(o.indexOf("org_")===0){if(!a.org_id||typeof a.org_id!="string")throw new Error("Or\
ganization Id (org_id) claim must be a string present in the ID token")}else if(!a.org_name||typeof a.org_name!="string")throw new Error("Organization Name (org\
_name) claim must be a string present in the ID token")}let u=Math.floor(Date.now()/1e3);if(!a.exp||typeof a.exp!="number")throw new Se("Expiration Time (exp) c\
laim must be a number present in the ID token");let c=a.exp+this.clockTolerance;if(u>c)throw new Se(`Expiration Time (exp) claim error in the ID token; current \
time (${u}) is after expiration time (${c})`);if(!a.iat||typeof a.iat!="number")throw new Se("Issued At (iat) claim must be a number present in the ID token");if(n||
a.nonce){if(!a.nonce||typeof a.nonce!="string")throw new Se("Nonce (nonce) claim must be a string present in the ID token");if(a.nonce!==n)throw new Se(`Nonce (\
nonce) claim mismatch in the ID token; expected "${n}", found "${a.nonce}"`)}if(Array.isArray(a.aud)&&a.aud.length>1){if(!a.azp||typeof a.azp!="string")throw new Se(
"Authorized Party (azp) claim must be a string present in the ID token when Audience (aud) claim has multiple values");if(a.azp!==this.audience)throw new Se(`Au\
thorized Party (azp) claim mismatch in the ID token; expected "${this.audience}", found "${a.azp}"`)}if(r){if(!a.auth_time||typeof a.auth_time!="number")throw new Se(
"Authentication Time (auth_time) claim must be a number present in the ID token when Max Age (max_age) is specified");let d=a.auth_time+r+this.clockTolerance;if(u>
d)throw new Se(`Authentication Time (auth_time) claim in the ID token indicates that too much time has passed since the last end-user authentication. Currrent t\
ime (${u}) is after last auth at ${d}`)}await At(t,i,{issuer:this.issuer,audience:this.audience,clockTolerance:this.clockTolerance,maxTokenAge:r,algorithms:["HS\
256","RS256"]})}};var ac;(function(e){e.REFRESH_TOKEN="urn:ietf:params:oauth:token-type:refresh_token",e.ACCESS_TOKEN="urn:ietf:params:oauth:token-type:access_token"})(ac||(ac={}));
var kk="urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token";var _k="http://auth0.com/oauth/token-type/federated-connection-access-token",Tk="/oauth/token",ks=class extends ze{constructor(t){super({...t,domain:t.useMTLS?`${Qh}\
.${t.domain}`:t.domain}),this.idTokenValidator=new ur(t)}async authorizationCodeGrant(t,n={}){return ge(t,["code"]),Et("authorization_code",await this.addClientAuthentication(
t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async authorizationCodeGrantWithPKCE(t,n={}){return ge(t,["code","code_verifier"]),Et("authori\
zation_code",await this.addClientAuthentication(t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async clientCredentialsGrant(t,n={}){return ge(
t,["audience"]),Et("client_credentials",await this.addClientAuthentication(t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async pushedAuthorization(t,n={}){
ge(t,["client_id","response_type","redirect_uri"]);let r=await this.addClientAuthentication(t),o=await this.request({path:"/oauth/par",method:"POST",headers:{"C\
ontent-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams({client_id:this.clientId,...r})},n.initOverrides);return Ne.fromResponse(o)}async passwordGrant(t,n={}){
return ge(t,["username","password"]),Et(t.realm?"http://auth0.com/oauth/grant-type/password-realm":"password",await this.addClientAuthentication(t),n,this.clientId,
this.idTokenValidator,this.request.bind(this))}async refreshTokenGrant(t,n={}){return ge(t,["refresh_token"]),Et("refresh_token",await this.addClientAuthentication(
t),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async revokeRefreshToken(t,n={}){ge(t,["token"]);let r=await this.request({path:"/oauth/revoke",
method:"POST",headers:{"Content-Type":"application/json"},body:await this.addClientAuthentication({client_id:this.clientId,...t})},n.initOverrides);return yn.fromResponse(
r)}async tokenForConnection(t,n={}){ge(t,["connection","subject_token"]);let r={subject_token_type:ac.REFRESH_TOKEN,...t,grant_type:kk,requested_token_type:_k};
await this.addClientAuthentication(r);let o=await this.request({path:Tk,method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(
r)},n.initOverrides);return Ne.fromResponse(o)}};var _s=class extends ze{constructor(t){super(t),this.idTokenValidator=new ur(t)}async sendEmail(t,n){ge(t,["email"]);let r=await this.request({path:"/passwordle\
ss/start",method:"POST",headers:{"Content-Type":"application/json"},body:await this.addClientAuthentication({client_id:this.clientId,connection:"email",...t})},
n);return yn.fromResponse(r)}async sendSMS(t,n){ge(t,["phone_number"]);let r=await this.request({path:"/passwordless/start",method:"POST",headers:{"Content-Type":"\
application/json"},body:await this.addClientAuthentication({client_id:this.clientId,connection:"sms",...t})},n);return yn.fromResponse(r)}async loginWithEmail(t,n={}){
ge(t,["email","code"]);let{email:r,code:o,...i}=t;return Et("http://auth0.com/oauth/grant-type/passwordless/otp",await this.addClientAuthentication({username:r,
otp:o,realm:"email",...i}),n,this.clientId,this.idTokenValidator,this.request.bind(this))}async loginWithSMS(t,n={}){ge(t,["phone_number","code"]);let{phone_number:r,
code:o,...i}=t;return Et("http://auth0.com/oauth/grant-type/passwordless/otp",await this.addClientAuthentication({username:r,otp:o,realm:"sms",...i}),n,this.clientId,
this.idTokenValidator,this.request.bind(this))}};var Ok="urn:ietf:params:oauth:grant-type:token-exchange",Mk="/oauth/token",Ts=class extends ze{async exchangeToken(t){let n={...t,grant_type:Ok,client_id:this.clientId};
await this.addClientAuthentication(n);let r=await this.request({path:Mk,method:"POST",headers:{"Content-Type":"application/x-www-form-urlencoded"},body:new URLSearchParams(
n)},{});return(await Ne.fromResponse(r)).data}};var Os=class{constructor(t){this.database=new Rs(t),this.oauth=new ks(t),this.passwordless=new _s(t),this.backchannel=new Es(t),this.tokenExchange=new Ts(t)}};function ty(e,t){let{statusCode:n,error:r}=e,o=`${t} answered ${n}${r===""?"":` ${r}`} to the request for a token`;return n===429?{status:"retry",reason:`${o}: \
too many token requests`,isRateLimited:!0,...ey(e.waitMs)}:n===408||n>=500?{status:"retry",reason:o,...ey(e.waitMs)}:{status:"misconfigured",problem:`${o}. ${Pk(
n,r)}`}}function Pk(e,t){return e===403||t==="unauthorized_client"?'The application may not use the Management API: authorise it for "Auth0 Management API" with\
 the scope read:logs, and allow it the grant type "Client Credentials".':e===401||t==="invalid_client"?"AUTH0_CLIENT_ID or AUTH0_CLIENT_SECRET is wrong, or the \
secret was rotated: enter the present ones.":"AUTH0_DOMAIN must be the tenant's own domain, such as example.eu.auth0.com, not a custom domain."}function ey(e){return e===
void 0?{}:{waitMs:e}}var Ik=1e6,Lk="auth0";function ny(e,t,n,r){return Go(Lk,o=>Ck(e,t,r,o),n,r)}async function Ck(e,t,n,r){let{domain:o,origin:i,clientId:s,clientSecret:a}=e,u,c,d=new Os(
{domain:o,clientId:s,clientSecret:a,telemetry:!1,timeoutDuration:r,fetch:async(f,y)=>{let p=await t.send({method:"POST",url:`${i}${new URL(String(f)).pathname}`,
headers:{"content-type":"application/x-www-form-urlencoded"},body:String(y?.body),timeoutMs:r,maxResponseBytes:Ik});if(p.status==="failed")throw u=p,new Error(p.
reason);return c=p,new De(p.body,{status:p.statusCode})}});try{let{data:f}=await d.oauth.clientCredentialsGrant({audience:`https://${o}/api/v2/`}),y=Ko(f,n.now());
return y!==void 0?{status:"granted",token:y}:{status:"retry",reason:`${o} answered a token request without a token`}}catch(f){if(u!==void 0)return{status:"retry",
reason:u.reason};if(c===void 0||c.statusCode<400)return{status:"retry",reason:`${o} answered a token request with something else`};let y=Ke(c,n.now()),p=f instanceof
ar?Dk(f.error):"";return ty({statusCode:c.statusCode,error:p,waitMs:y},o)}}function Dk(e){return typeof e=="string"&&/^[a-z_]{1,40}$/.test(e)?e:""}function ry(e,t,n){let r,o=!1;function i(a,u,c){let d=p=>{y.head=p,y.isWanted&&s(y,u,c)},f=e.read(a,u,c,d),y={url:a,outcome:f,isWanted:!1};return y}function s({
url:a,head:u},c,d){if(u===void 0||u.statusCode!==200||!o||ji(u,n.now())!==void 0)return;let f=Mu(u.header("link"),t,100)?.href;f!==void 0&&f!==a&&(r=i(f,c,d))}return{
...e,async read(a,u,c){let d=r?.url===a?r:i(a,u,c);r=void 0,d.isWanted=!0,s(d,u,c);let f=await d.outcome;return o=f.status==="logs"&&f.logs.length>=100,f}}}var Ms=require("node:timers/promises");function bo(){let e=Date.now()-performance.now();return{now:()=>Math.round(e+performance.now()),async sleep(t,n){await(0,Ms.setTimeout)(
Math.max(0,t),void 0,n===void 0?{}:{signal:n}).catch(()=>{})},turn:()=>(0,Ms.setImmediate)()}}function oy(e){return{restore(t){for(let n of e)n.restore(t)},sealed:()=>Object.assign({},...e.map(t=>t.sealed()))}}function Nk(e,t){let{auth0:n,startFrom:r,maxRunMs:o}=e,{clock:i}=t,{tokens:s,logs:a}=uc(e,t),u=iy(e,t);return{...t,source:sh(n.origin,ry(a,n.origin,i),i),destinations:u.
map(({destination:c})=>c),toRecord:ku,tokens:oy([s,...u.flatMap(c=>c.tokens??[])]),vault:Bi(Xn(n.clientSecret,"dead letter")),startAfter:c=>Zn(r,c),maxRunMs:o}}
function uc({auth0:e},{http:t,clock:n}){let r=Xn(e.clientSecret,"auth0 token"),o=ny(e,t,r,n);return{tokens:o,logs:gh(e.domain,t,o,n)}}function iy(e,t){let{destinations:n,
maxBatchRecords:r}=e;return n.map(o=>Fk(o,r,t))}function Fk(e,t,{http:n,clock:r}){switch(e.kind){case"data-collector":return{destination:qd(e,t,n,r)};case"logs-\
ingestion":{let{application:o}=e,i=Xn(o.clientSecret,Qd(o)),s=Zd(o,n,i,r);return{destination:al(e,t,n,s,r),tokens:s}}}}var sy=Math.random;function Ps(e,t,n){return uy(
e,t,n,mf)}function ay(e,t,n,r){return uy(e,t,n,o=>gf(o,r))}function uy(e,t,n,r){return cc(o=>{let i=r(Nk(e,o));return iu({...o,...e,store:t},n,i)})}var Bk={minIntervalMs:3e4,
maxRunMs:2e4};function Is(e,t,n){let r=bo();return iu({store:t,clock:r,random:sy,...Bk},n,{prepare:o=>o,perform:async()=>({outcome:"misconfigured",problems:e.map(
mn),...Wn})})}function cy(e,t,n){return cc(r=>{let{tokens:o,logs:i}=uc(e,r);return o.restore(t),Lu(e.auth0.origin,i).oldest(n)})}function Hk(e,t){let{domain:n,origin:r}=e.
auth0,{tokens:o,logs:i}=uc(e,t);return{domain:n,tokens:o,probe:Lu(r,i),destinations:iy(e,t).map(({destination:s})=>s),toRecord:ku,clock:t.clock}}var Uk=15e3;function dy(e){
return cc(t=>{let n=Hk(e,t);return kd(n,t.clock.now()+Uk)})}async function cc(e){let t=Ai();try{return await e({http:t,clock:bo(),random:sy})}finally{t.close()}}var ly=require("node:zlib"),fy=(0,ly.inflateRawSync)(Buffer.from("pVhdj6s2E75/fwXSq0qbI6Ah30vUo0r9Cb082guDTeIuwdQ2m6QR/70zxoAhcHal7sXuMv6aeWbmmbFjKYR+pCIXMlDpmV\
1YnPPTWXuUyPdjEJykqAoae//PNtkuO4AkJdJ8mx/45sU7fEYkylY7+MwILzQItrvdcr8EQc4LBt/0QBnDCSRNmZmxJNss2YBEFL2w2/YkBB4T7XeHNbHfvTZsnW3YK4iTSt3dvfDbmbZhLMPVVyILXpxAtKcbtk\
S9rMixMMsiihomBD/JerWMcC18OpMo27Nt/fuFUU5eSskyJlUwwA+RWzwaYB0Ao1W0i5IewA6xBkB2YGkWOQCSNWEJ7QFcr9Zks3UB3G8SsHoE4DKJomjfA7hP6e4VJw0BjPbrZYQ4WwAPu4RmuGwIYLRdva5xWg\
9gtk6XOwfTfvJ6t3pdmj0NgFn2uj2kYwDXFAw/1PU3/1ucsExIBv+QTDP5SMQtUPwfPCYRkjIZgKROBL0/LkSeeBEvjwlJ3+1eH0S+tPgujsYFVgaILo6ZADyiXXn7NQq3nrorzS5BxX1FChUoJnlmpgSwhBP4W1\
QXEKaxJkmVE4nfqiZNath9G5AXdZyJtFLBB1c8ydlDVNr4aF3ePCVyTr3B9KMdD0SWKabjVXk7WvskobxS8aa81Rdwe7Nvt18hClaH6p2Xj1IorrkoYpLACZVmx5xlOg5eX19hrZljFxv5AY7QojR/nxDD+FscS0\
IpIg1TvAhV+gdgo+wWR3UISx+UqzIn9zjL2e2Iv4KrJGWMv44EKKIIOACqYjSRyeMJxgBrb7WErdq9I/jwVmDdnBKdm7UWlzga4YcgLOowkaSgfQQYp10ZklS82y7rMOM5aKB+qrFV79ju4i29CFFvF3vk0Sq9RU\
CMzka5aa1GDjRumDPyKTI1u+mAslRIYnza+LnT5AcGZJBWUgK0b5AV5qSJOBzs3MoG8CwBHnCmV5CPT+FBk1FsAwDXOKigb9GdI8MxwL5oX7dnfBYfmO0zmezMHCMxXuFw1RAMHJiAAhNWCzmEYiaYTU64expetp\
sCS7HYBAmakuXi2oBJivv1zCQz2dyFrEcqLSD0AHFO9TmOooObJZgyJku8LaBcn6NHf8YKg9aQx7mxIwpX2zaKMXUhjs2ilbMoQq/YOWswAyfBGXXZawQSGICgQ6P88Ay/B0w3aWwdYkD7oeY580OwhfkZP1XA4F\
AHB3uj1h0JoGVG8lMS+FKeNUrjsu9xTpQO0jPPW25oaQQcjTM8wMQOIBWCtCBSiisIW0dsdugHO4kXhnTRVzBVaJ6yYaCYqECfuxGTEMVwXW8uAm7MHQMyZUpzjjfwjEG6HXg2Ey3BWg69hYbEii1cKAK4npKqr/\
pIpZAXo3VNqvw0terQlvrRUiudWD1sDfBgMtYXJFPHdq1Cs+jU+6DxT5DkIn3v0QawDfVO0fE4riyR/IFxPkht1Mu3ejWRPwh9qOtjLjlez+D/QJUkxTqNyV9r6lmVB5StoXzBPDy5Ds+M5PrcsSpmqimZZoSigW\
7yY3SODx6SwXpbhxjTn5G7oe4JphvFKHAv5HZfSk+S0yP+CmARSMBkMKq6FCqWrGREv2C6BBnX/oUXkFgv0R5O8qNMAoQdjU6e4oQzfnr0SwzUTHXagRkCbifGhT5D4xXoe8leosWYJT9Hd2qf1eILqiYVsFHhQ8\
7h3+kwNj0qL0Bjrp90aYNk3xEKsJTVbTNdimeotO0NntJtqpHoLhMgrqQCeSnAPgiWybremBf+XXEGhcT9cuu1kwRTXUu7CyXFaao1aMjiuREycldgKord7QdATqA/p28PAXnK9T0Od9vOKClOkinVdQWeddRzZr\
vAYz3tPIMNvwnwketzkrC883jvate7I8I3S8L0LLDsuHM3MPe5DI3TuStDzrYQEHXGWU7h0mEpCfKl1X2gQaM1OzFotOfCcLAAs5gXZaV/YEL8hpHx5juCkih1hSPfzHZdiNv+Z7n8xWmHdobnhmgNYr8v0l3nMh\
fpNhUnMuNrvTmUOmhrHh2p3Ew/0GNQw+0QqMuxo4/KnJSKxe0/bkzAlaLWZ1/Th0kh47gYL2pHOAfqPMmtDBqV4cWsv4f8/JKkpdMofP/WVqCuI4KaM8dY1tVbcPWot52qcXgb97rdBtRlFs6QGTQ01SWB1HYAkD\
g4dUiYiZwy6gFez0rXIad+KsBJzQUfctBc8CseXEQhzEZ+999cecBazek0KTuN+pZduh3iM6eUFQ0LdkKW57xUXE3ZgV3xQMlZLd3FsMooO6s6v0AATqBWkpNTunuuwNLxXPqBGk4pKZHI3eYTJz/5rsyF/i9NAf\
x52WDJ8jFlFk57YBsC9XEa0aWTYZZ5m8YcVYFzb/oB9+V8tgCb5trMJTeuHkpL8c5GcWSG0Y7hsH11MKMJkX7zHxVQ3dQZKph7cFu+utlYkdwJWKDsaNPc4RDWzePgzLbgNkIbfSvT2gXNoZ+XANvRTUVGt40Hcn\
A3lLPmiDXE9zgj4TWpMRPfAoyq1hfmstT2Rtiz0hzuj+nXIqNtD5HrfcywFJyFNnsQDIPXI7yUwqbT/WA3+IUOEB78SngP40CLSt/z5j1tpv5hEDZvul4p8TLcPkL4bXvgD/s5e2duLTetUPsq7JQ2DPrFo3nHMC\
X+tz+Z1nC+evNirl5MOfENq/pa+qZILEapMFG6h06WF5LX02dovFYMtZyZKPtLCb5HOEX2k+c5AAocCs8ddn17kW769fbJxcnnvyqleXZvIyA2ZgQJ01fGiv69ytxioK/hcFfGZYYu5p6mzCuoww09E0AHUYfC8B\
zpezKDRFOSB/V2ENbTkdzGK748jmOxfWlp3w+MDZRLlpqGudnCrMbmrFbVBVbeH8M+2z5wUKYJz9UPUbLi7Xs7dfjUYQ77378=","base64")).toString();var py=require("node:zlib"),my=(0,py.inflateRawSync)(Buffer.from("lVZdb9s2FH3fr2CIwSALRknb7cWqEgRtig5I0gFOHzbPQ2np2iImkR5J2TUc/fddUrLlZCmyvfiDup/nnnso2jggzluVe5\
oyxrOL3Vpass00bMgv2lfJB+nhXtXw0dhaerY2qiDnYlfg8cRvKxjTGgrV1FR4tHp81HKxfjHSs273L7qVprFj+ua0UEvlqaiVbjyG2B9gjNWLMWqjfTmmrjQWQxRyO6a6qQHRQP900ejcK6PJnHm+s+Abq4lPvA\
nRJoiZXiJgWcwSjhh/8qw9RJg8irAE/wmrd9H7fDSKJ7exgf5s8LTBc2Esq8ATIGaB/n83YLcTqCD3xl5VFaPTMI4A5IxyvgumeigLQvgrj0XNMQOje1vKLy8p5WnDQGgxZ5pfrsdbrPq/ZJOn/yNdZ/w43yTkW4\
3veTs02zAv8Bnf3TX1HGyi3J286wKG6THOHx4YTgC++fc4OtA+0wmWG2YKnLeBuh+yt/BWXGWvf8avm+wN/DQM0h2NIdR7K1dsmiTJ95us1BpOV9J67HSW1GgP2cX02RYPpl2fAmZ9RUXEZp/LscLkSDLt+4Bsik\
3PcPPCd6K0Bvvp/vYGvYfCrx/xJ8fepdJDpESi2RquK4hxHx6eNIQVAnpUbmpWoLGVE2RtU1UD8rchQRx6dlSg0NnJedrzYWqEmiEjAoidrcwiEMxwUWVqKD1VCyaRxt2aPTwUvRUeVTwUj1SHYHTNJIbCJK/T/X\
FbJC4Yi4qnIccmC6CpJC9VVdyZAlyH2jK7OHSv6hUucHjIluLkHIGTiYVVJXN4H9wsaIZBNlxYTNjuCTB0/+0RvL0rO3vngixN/7yYvbpIXl2+++MsHlycOYE8HtzzAbxDTU/wP2KT89I3DoeQQj+G0QiOOY2nfj\
RC2h/z3PNWuq3OySHrHeM7b7cxsc+u5gjBRC21rJKwbKbx7IYLyORGKk8W4POSVSaXwTcpLSzELpd5iZKpDdZkLFDhov/Yo/jhdACRKJTFDqDgHTrUrMHS8PAEEvPX/nSB3IKCxoHp7BvrcnYN4NKmPbS3LIrE59\
tfpXVgUS9xXRx8tKbuJVMLGnzOSl9XKC2XdGHBlXRMQ0A0oC02kJf9rPZ527hmdbaL1uOvX1ZB4hyZb4nyDqpFQoJ8OCItEKXJj7vnLgWO7TpTraH4vAogoRRHJH83GtqUrIzSSHlP8C/BlSBf7t8nX0Vf2Jjelx\
CiuyAsLsXEJDxypEFeV2RrGlKBXAPZlBgj/A3FSJ9Q0XURIxBsHrQL4y0MFqwNptRuAzZk9mhQm0CvdAjjAA/llsxRrqsCw4URjelvfQZtSGX0EgOE4UKB/Y+JhcrIIsZbySUQb+LTgI1corIktB20Z4E86ziGa/\
qEgyjJOySDxx3fE3+tnJqrSvntBIkeKE7jUYX6340t0sT0xEQWpzmrp2bGhc8MSkTHsWG7dJ/fvLBcjS7Anm7kdtC3FKUkTDgsQ3y3iXd0iXKgeSvM5YfxFW8xexKJg3LHuBg0tSiu1/jjRjmcCdK16yO2lpcSMa\
ViH7Q9UoMyqMFz7q6Z1+FVBW+Q/s7EDZEWtTEuFAv4ozjoHFBlg44GYg6arpPQJnaUzBu3PcjrHtT9rS3Dra2fudDwqvJG41Y9BUUmhXISB1Sg2uPqd2CHTTlUM4mlx34uIeka8UizCLI5yBgzT+7m44q7wGqYYm\
4BCdI3yOgKFVEF8T+6WK1B2gjaSSblAu+BSjp8K6ghoyUuJMWj76cUOpErvPEKpnBE4t8jCezHt79NNxRIVmBdeFiMRget7JYlztgOV2NaHv0+tDQ3xfZQQVB7hKYb02iEe5S2HD9++Ac=","base64")).toString();var hy={script:my,style:fy};async function yy(e,t){t.statusCode=e.status;for(let[r,o]of e.headers)r!=="set-cookie"&&t.setHeader(r,o);let n=e.headers.getSetCookie();n.length>0&&t.setHeader(
"set-cookie",n),t.end(Buffer.from(await e.arrayBuffer()))}var dc=(e,t,n)=>(r,o)=>{let i=-1;return s(0);async function s(a){if(a<=i)throw new Error("next() called multiple times");i=a;let u,c=!1,d;if(e[a]?(d=e[a][0][0],
r.req.routeIndex=a):d=a===e.length&&o||void 0,d)try{u=await d(r,()=>s(a+1))}catch(f){if(f instanceof Error&&t)r.error=f,u=await t(f,r),c=!0;else throw f}else r.
finalized===!1&&n&&(u=await n(r));return u&&(r.finalized===!1||c)&&(r.res=u),r}};var Ls=(e,t)=>{try{return t(e)}catch{return e.replace(/(?:%[0-9A-Fa-f]{2})+/g,n=>{try{return t(n)}catch{return n}})}};var lc=e=>decodeURI(e.includes("%25")?e.replace(/%25/g,"%2525"):e),pc=e=>{let t=e.url,n=t.indexOf("/",t.indexOf(":")+4),r=n;for(;r<t.length;r++){let o=t.charCodeAt(
r);if(o===37){let i=t.indexOf("?",r),s=t.indexOf("#",r),a=i===-1?s===-1?void 0:s:s===-1?i:Math.min(i,s),u=t.slice(n,a),c=Ls(u,lc);if(/%(?![0-9A-Fa-f]{2})/.test(
u)){let d=new URL("http://localhost");if(d.pathname=c.replace(/[\\\t\n\r]/g,encodeURIComponent),Ls(d.pathname,lc)!==c)return Ls(u.replace(/%(?![0-9A-Fa-f]{2})/g,
"%25"),lc)}return c}else if(o===63||o===35)break}return t.slice(n,r)};var gy=e=>{let t=pc(e);return t.length>1&&t.at(-1)==="/"?t.slice(0,-1):t},vn=(e,t,...n)=>(n.length&&(t=vn(t,...n)),`${e?.[0]==="/"?"":"/"}${e}${t==="/"?"":`${e?.
at(-1)==="/"?"":"/"}${t?.[0]==="/"?t.slice(1):t}`}`);var cr=e=>e.indexOf("%")!==-1?Ls(e,$k):e,fc=e=>(e.indexOf("+")!==-1&&(e=e.replace(/\+/g," ")),cr(e)),by=(e,t,n)=>{let r=e.indexOf("#",8);r!==-1&&(e=e.slice(0,r));
let o;if(!n&&t&&!/[%+&=]/.test(t)){let a=e.indexOf("?",8),u=a;if(u===-1)return;for(e.startsWith(t,u+1)||(u=e.indexOf(`&${t}`,u+1));u!==-1;){let c=e.charCodeAt(u+
t.length+1);if(c===61||c===38||isNaN(c)){if(u>a&&/(?:^|&)[^=&]*[%+]/.test(e.slice(a+1,u)))break;if(c===61){let d=u+t.length+2,f=e.indexOf("&",d);return fc(e.slice(
d,f===-1?void 0:f))}return""}u=e.indexOf(`&${t}`,u+1)}if(o=/[%+]/.test(e),!o)return}let i=Object.create(null);o??=/[%+]/.test(e);let s=e.indexOf("?",8);for(;s!==
-1;){let a=e.indexOf("&",s+1),u=e.indexOf("=",s);u>a&&a!==-1&&(u=-1);let c=e.slice(s+1,u===-1?a===-1?void 0:a:u);if(o&&(c=fc(c)),s=a,c==="")continue;let d;u===-1?
d="":(d=e.slice(u+1,a===-1?void 0:a),o&&(d=fc(d))),n?(i[c]&&Array.isArray(i[c])||(i[c]=[]),i[c].push(d)):i[c]??=d}return t?i[t]:i},wy=by,vy=(e,t)=>by(e,t,!0),$k=decodeURIComponent;var Cs=Symbol();var Ay=P(xy(),1);var Ey=class{raw;#e;#r;routeIndex=0;path;bodyCache={};constructor(e,t="/",n=[[]]){this.raw=e,this.path=t,this.#r=n}param(e){return e?this.#n(e):this.#o()}#n(e){
let t=this.#r[0][this.routeIndex]?.[1][e],n=this.#i(t);return n&&cr(n)}#o(){let e={},t=Object.keys(this.#r[0][this.routeIndex]?.[1]??{});for(let n of t){let r=this.#i(
this.#r[0][this.routeIndex][1][n]);r!==void 0&&(e[n]=cr(r))}return e}#i(e){return this.#r[1]?this.#r[1][e]:e}query(e){return wy(this.url,e)}queries(e){return vy(
this.url,e)}header(e){if(e)return this.raw.headers.get(e)??void 0;let t=Object.create(null);return this.raw.headers.forEach((n,r)=>{t[r]=n}),t}async parseBody(e){
return(0,Ay.parseBody)(this,e)}#t=e=>{let{bodyCache:t,raw:n}=this,r=t[e];if(r)return r;for(let o in t)return t[o].then(i=>{o==="json"&&(i=JSON.stringify(i));let s=o===
"formData"?void 0:n.headers.get("content-type");return new Response(i,{headers:s?{"Content-Type":s}:void 0})[e]()});return t[e]=n[e]()};json(){return this.#t("t\
ext").then(e=>JSON.parse(e))}text(){return this.#t("text")}arrayBuffer(){return this.#t("arrayBuffer")}bytes(){return this.#t("arrayBuffer").then(e=>new Uint8Array(
e))}blob(){return this.#t("blob")}formData(){return this.#t("formData")}addValidatedData(e,t){(this.#e??={})[e]=t}valid(e){return this.#e?.[e]}get url(){return this.
raw.url}get method(){return this.raw.method}get[Cs](){return this.#r}get matchedRoutes(){return this.#r[0].map(([[,e]])=>e)}get routePath(){return this.#r[0].map(
([[,e]])=>e)[this.routeIndex].path}};var Ry={Stringify:1,BeforeStream:2,Stream:3},Rt=(e,t)=>{let n=new String(e);return n.isEscaped=!0,n.callbacks=t,n},Wk=/[&<>'"]/;var Ds=(e,t)=>{let n=e.search(Wk);if(n===-1){t[0]+=e;return}let r,o,i=0;for(o=n;o<e.length;o++){switch(e.charCodeAt(o)){case 34:r="&quot;";break;case 39:r="&#39\
;";break;case 38:r="&amp;";break;case 60:r="&lt;";break;case 62:r="&gt;";break;default:continue}t[0]+=e.substring(i,o)+r,i=o+1}t[0]+=e.substring(i,o)};var mc=async(e,t,n,r,o)=>{typeof e=="object"&&!(e instanceof String)&&(e instanceof Promise||(e=e.toString()),e instanceof Promise&&(e=await e));let i=e.callbacks;
if(!i?.length)return Promise.resolve(e);o?o[0]+=e:o=[e];let s=Promise.all(i.map(a=>a({phase:t,buffer:o,context:r}))).then(a=>Promise.all(a.filter(Boolean).map(u=>mc(
u,t,!1,r,o))).then(()=>o[0]));return n?Rt(await s,i):s};var Kk="text/plain; charset=UTF-8",hc=(e,t)=>({"Content-Type":e,...t}),wo=(e,t)=>new Response(e,t),ky=class{#e;#r;env={};#n;finalized=!1;error;#o;#i;#t;#d;#u;#c;#a;#l;#f;constructor(e,t){
this.#e=e,t&&(this.#i=t.executionCtx,this.env=t.env,this.#c=t.notFoundHandler,this.#f=t.path,this.#l=t.matchResult)}get req(){return this.#r??=new Ey(this.#e,this.#f,
this.#l),this.#r}get event(){if(this.#i&&"respondWith"in this.#i)return this.#i;throw Error("This context has no FetchEvent")}get executionCtx(){if(this.#i)return this.#i;
throw Error("This context has no ExecutionContext")}get res(){return this.#t||=wo(null,{headers:this.#a??=new Headers})}set res(e){if(this.#t&&e){e=wo(e.body,e);
for(let[t,n]of this.#t.headers.entries())if(t!=="content-type")if(t==="set-cookie"){let r=this.#t.headers.getSetCookie();e.headers.delete("set-cookie");for(let o of r)
e.headers.append("set-cookie",o)}else e.headers.set(t,n)}this.#t=e,this.finalized=!0}render=(...e)=>(this.#u??=t=>this.html(t),this.#u(...e));setLayout=e=>this.#d=
e;getLayout=()=>this.#d;setRenderer=e=>{this.#u=e};header=(e,t,n)=>{this.finalized&&!this.#t.bodyUsed&&(this.#t=wo(this.#t.body,this.#t));let r=this.#t?this.#t.
headers:this.#a??=new Headers;t===void 0?r.delete(e):n?.append?r.append(e,t):r.set(e,t)};status=e=>{this.#o=e};set=(e,t)=>{this.#n??=new Map,this.#n.set(e,t)};get=e=>this.#n?
this.#n.get(e):void 0;get var(){return this.#n?Object.fromEntries(this.#n):{}}#s(e,t,n){let r=this.#t?new Headers(this.#t.headers):this.#a;if(typeof t=="object"&&
t.headers){r??=new Headers;for(let[i,s]of new Headers(t.headers))i==="set-cookie"?r.append(i,s):r.set(i,s)}if(n){if(!r){let i=0;for(let s in n)if(++i>1||typeof n[s]!=
"string"){r=new Headers;break}}if(r)for(let i in n){let s=n[i];if(typeof s=="string")r.set(i,s);else{r.delete(i);for(let a of s)r.append(i,a)}}}let o=typeof t==
"number"?t:t?.status??this.#o;return wo(e,{status:o,headers:r??n})}newResponse=(...e)=>this.#s(...e);body=(e,t,n)=>this.#s(e,t,n);text=(e,t,n)=>!this.#a&&!this.#o&&
!t&&!n&&!this.finalized?new Response(e):this.#s(e,t,hc(Kk,n));json=(e,t,n)=>this.#s(JSON.stringify(e),t,hc("application/json",n));html=(e,t,n)=>{let r=o=>this.#s(
o,t,hc("text/html; charset=UTF-8",n));return typeof e=="object"?mc(e,Ry.Stringify,!1,{}).then(r):r(e)};redirect=(e,t)=>{let n=String(e);return this.header("Loca\
tion",/[^\x00-\xFF]/.test(n)?encodeURI(n):n),this.newResponse(null,t??302)};notFound=()=>(this.#c??=()=>wo(),this.#c(this))};var Gk=e=>e.req[Cs][0].map(([[,t]])=>t),_y=(e,t)=>Gk(e).at(t??e.req.routeIndex)?.path??"";var Ty=["get","post","put","delete","options","patch","query"];var Oy=class extends Error{};var My="__COMPOSED_HANDLER";var Cy=P(Iy(),1),Vk=e=>e.text("404 Not Found",404),Ly=(e,t)=>{if("getResponse"in e){let n=e.getResponse();return t.newResponse(n.body,n)}return console.error(e),
t.text("Internal Server Error",500)},Dy=class Ny{get;post;put;delete;options;patch;query;all;on;use;router;getPath;_basePath="/";#e="/";routes=[];constructor(t={}){
[...Ty,"all"].forEach(o=>{this[o]=(i,...s)=>{let a=o.toUpperCase();return typeof i=="string"?this.#e=i:this.#o(a,this.#e,i),s.forEach(u=>{this.#o(a,this.#e,u)}),
this}}),this.on=(o,i,...s)=>{for(let a of[i].flat()){this.#e=a;for(let u of[o].flat()){let c=u.toUpperCase();for(let d of s)this.#o(c,this.#e,d)}}return this},this.
use=(o,...i)=>(typeof o=="string"?this.#e=o:(this.#e="*",i.unshift(o)),i.forEach(s=>{this.#o("ALL",this.#e,s)}),this);let{strict:n,...r}=t;Object.assign(this,r),
this.getPath=n??!0?t.getPath??pc:gy}#r(){let t=new Ny({router:this.router,getPath:this.getPath});return t.errorHandler=this.errorHandler,t.#n=this.#n,t.routes=this.
routes,t}#n=Vk;errorHandler=Ly;route(t,n){let r=this.basePath(t);return n.routes.map(o=>{let i;n.errorHandler===Ly?i=o.handler:(i=async(s,a)=>(await dc([],n.errorHandler)(
s,()=>o.handler(s,a))).res,i[My]=o.handler),r.#o(o.method,o.path,i,o.basePath)}),this}basePath(t){let n=this.#r();return n._basePath=vn(this._basePath,t),n}onError=t=>(this.
errorHandler=t,this);notFound=t=>(this.#n=t,this);mount(t,n,r){let o,i;r&&(typeof r=="function"?i=r:(i=r.optionHandler,r.replaceRequest===!1?o=c=>c:o=r.replaceRequest));
let s=i?c=>{let d=i(c);return Array.isArray(d)?d:[d]}:c=>{let d;try{d=c.executionCtx}catch{}return[c.env,d]},a=c=>{let d=_y(c);return(0,Cy.createMountedRequest)(
c,d.replace(/\/?\*$/,""),d)},u=async(c,d)=>{let f=await n(o?o(c.req.raw):a(c),...s(c));if(f)return f;await d()};return this.#o("ALL",vn(t,"*"),u),this}#o(t,n,r,o){
n=vn(this._basePath,n);let i={basePath:o!==void 0?vn(this._basePath,o):this._basePath,path:n,method:t,handler:r};this.router.add(t,n,[r,i]),this.routes.push(i)}#i(t,n){
if(t instanceof Error)return this.errorHandler(t,n);throw t}#t(t,n,r,o){if(o==="HEAD")return(async()=>new Response(null,await this.#t(t,n,r,"GET")))();let i=this.
getPath(t,{env:r}),s=this.router.match(o,i),a=new ky(t,{path:i,matchResult:s,env:r,executionCtx:n,notFoundHandler:this.#n});if(s[0].length===1){let c;try{c=s[0][0][0][0](
a,async()=>{a.res=await this.#n(a)})}catch(d){return this.#i(d,a)}return c instanceof Promise?c.then(d=>d||(a.finalized?a.res:this.#n(a))).catch(d=>this.#i(d,a)):
c??this.#n(a)}let u=dc(s[0],this.errorHandler,this.#n);return(async()=>{try{let c=await u(a);if(!c.finalized)throw new Error("Context is not finalized. Did you \
forget to return a Response object or `await next()`?");return c.res}catch(c){return this.#i(c,a)}})()}fetch=(t,...n)=>this.#t(t,n[1],n[0],t.method);request=(t,n,r,o)=>t instanceof
Request?this.fetch(n?new Request(t,n):t,r,o):(t=t.toString(),this.fetch(new Request(/^https?:\/\//.test(t)?t:`http://localhost${vn("/",t)}`,n),r,o));fire=()=>{addEventListener(
"fetch",t=>{t.respondWith(this.#t(t.request,t,void 0,t.request.method))})}};var qk=Object.create(null),Fy=class{name="PatternRouter";#e=[];add(e,t,n){let r=t.endsWith("/*")?"(?:$|/)":t.endsWith("*")?"":"/?$";t=t.replace(/\*$/,""),t.at(-1)===
"?"&&(t=t.slice(0,-1),this.add(e,t.replace(/\/[^/]+$/,""),n));let o=(t.match(/\/?(:\w+(?:{(?:(?:{[\d,]+})|[^}])+})?)|\/?[^\/\?]+/g)||[]).map(i=>{let s=i.match(/^\/:([^{]+)(?:{(.*)})?/);
return s?`/(?<${s[1]}>${s[2]||"[^/]+"})`:i==="/*"?"/[^/]+":i.replace(/[.\\+*[^\]$()]/g,"\\$&")});try{this.#e.push([new RegExp(`^${o.join("")}${r}`),e,n])}catch{
throw new Oy}}match(e,t){let n=[];for(let r=0,o=this.#e.length;r<o;r++){let[i,s,a]=this.#e[r];if(s===e||s==="ALL"){let u=i.exec(t);u&&n.push([a,u.groups||qk])}}
return[n]}};var z=class extends Dy{constructor(e={}){super(e),this.router=new Fy}};var Ns={public:{title:"Azure (public)",dataCollectorSuffix:"ods.opinsights.azure.com",signInHost:"login.microsoftonline.com",monitorAudience:"https://monitor.az\
ure.com"},usgov:{title:"Azure US Government",dataCollectorSuffix:"ods.opinsights.azure.us",signInHost:"login.microsoftonline.us",monitorAudience:"https://monito\
r.azure.us"},china:{title:"Azure China (21Vianet)",dataCollectorSuffix:"ods.opinsights.azure.cn",signInHost:"login.chinacloudapi.cn",monitorAudience:"https://mo\
nitor.azure.cn"}};function yc(e){return{value:e,text:Ns[e].title}}var By=[yc("public"),yc("usgov"),yc("china")];function Hy(e,t){return`${t}.${Ns[e].dataCollectorSuffix}`}
function Uy(e){return`https://${Ns[e].signInHost}`}function $y(e){return`${Ns[e].monitorAudience}/.default`}function gc(e){return e==="localhost"||e==="[::1]"||/^127(?:\.[0-9]{1,3}){3}$/.test(e)}function kt(e){if(/^[\x21-\x7e]+$/.test(e)&&/^https?:\/\/[^/\\?#@%]+(?:\/[^\\?#]*)?$/i.
test(e))try{let n=new URL(e);return n.protocol==="https:"||gc(n.hostname)?n:void 0}catch{return}}var Wy="/api/logs",Ky={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:e=>{if(e.includes("?"))return I(
"Leave out the question mark and what follows; the API version is added.");let t=kt(e);return t===void 0?I():F(t.origin+(t.pathname==="/"?Wy:t.pathname))}};function Gy(e){
return`${e.endpoint??`https://${Hy(e.cloud,e.workspaceId)}${Wy}`}?api-version=${e.apiVersion}`}function bc(e=0,t=0,n=0){let r=new Date(Date.UTC(e,t-1,n));return r.getUTCFullYear()===e&&r.getUTCMonth()===t-1&&n>=1}var jk=/^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?$/;
function Vy(e){let t=jk.exec(e);if(t===null)return;let[n=0,r=0,o=0,i=0,s=0,a=0]=t.slice(1,7).map(f=>Number(f??0)),u=zk(t[8]);if(!(bc(n,r,o)&&i<24&&s<60&&a<60)||
u===void 0)return;let d=Number((t[7]??"").padEnd(3,"0").slice(0,3));return Date.UTC(n,r-1,o,i,s,a,d)-u}function zk(e="Z"){if(e==="Z")return 0;let[t=0,n=0]=e.slice(
1).split(":").map(Number),r=t*60+n;if(!(n>59||r>840))return(e.startsWith("-")?-r:r)*6e4}function wc(e,t){return{type:"text",expected:e,read:r=>t.test(r)?F(r):I()}}function vc(e,t,n){let r=i=>{if(!/^(?:0|[1-9][0-9]{0,8})$/.test(i))return I();let s=Number(
i);return s>=t&&s<=n?F(s):I()},o=`a whole number of ${e} from ${t} to ${n}`;return{type:"number",unit:e,expected:o,read:r}}function Sc(e,t){let n=vc("seconds",e,
t);return{...n,read:o=>{let i=n.read(o);return i.ok?F(i.value*1e3):i}}}function Fs(e){let t=r=>{let o=e.find(i=>i.value===r);return o===void 0?I():F(o.value)};return{
type:"select",expected:`one of ${e.map(r=>r.value).join(", ")}`,options:e,read:t}}var xc=wc("at most 512 visible ASCII characters without a space",/^[\x21-\x7e]{1,512}$/),
vo={...xc,type:"password"},jy={type:"password",expected:"a text of at most 2048 characters",read:e=>e.length<=2048?F(e):I()},zy={...wc("from 16 to 512 printable\
 characters, without counting spaces at the ends",/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{16,512}$/u),type:"password"},Sn={type:"text",expected:"a GUID: hexadecimal\
 digits in groups of 8-4-4-4-12",read:e=>/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(e)?F(e.toLowerCase()):I()},qy=16,Jy={type:"password",expected:`ba\
se64 of at least ${qy} bytes (a key from Azure has 88 characters)`,read:e=>e.length%4===0&&/^[A-Za-z0-9+/]+={0,2}$/.test(e)&&Buffer.from(e,"base64").length>=qy?
F(e):I("Copy it again from Azure, whole and without line breaks.")},Yy={type:"text",expected:"at most 100 letters, digits and underscores, beginning with a lett\
er, without _CL at the end",read:e=>/_CL$/i.test(e)?I("Leave _CL out at the end: Azure appends it."):/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(e)?F(e):I()},Xy={type:"\
text",expected:"a date in the form yyyy-mm-dd",read:e=>{let t=/^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(e);if(t===null)return I();let[n,r,o]=t.slice(1).map(Number);
return bc(n,r,o)?F(e):I()}},Zy=wc("an Azure resource id in ASCII without a space, beginning with /subscriptions/ and a GUID",/^\/subscriptions\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[\x21-\x7e]{1,1000}$/i);var Qy=Fs([{value:"data-collector",text:"HTTP Data Collector API"},{value:"logs-ingestion",text:"Logs Ingestion API"}]);var Jk=/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;function Ac(e){return Jk.test(e)&&e.length<=253}function Bs(e){let t=e.includes(
"://"),n=kt(t?e:`https://${e}`);if(n===void 0||n.pathname!=="/")return;let r=Ac(n.hostname)&&n.port==="",o=t&&gc(n.hostname);return r||o?{host:n.host,origin:n.origin}:
void 0}var eg={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:e=>{if(/\/dataCollectionRules(?:\/|$)/i.test(e))
return I("Leave out /dataCollectionRules and what follows; rule and stream are added.");let t=kt(e);return t===void 0?I():F(t.origin+t.pathname.replace(/\/+$/,""))}},
tg={type:"text",expected:"dcr- and 32 hexadecimal digits",read:e=>/^dcr-[0-9a-f]{32}$/i.test(e)?F(e.toLowerCase()):I("Copy the immutableId out of the JSON view \
of the rule: neither its name nor its resource id.")},ng={type:"text",expected:"the word Custom- and at most 100 letters, digits, underscores, hyphens and dots",
read:e=>/^Custom-[A-Za-z0-9_.-]{1,100}$/.test(e)?F(e):I()},rg={type:"text",expected:"a GUID, or a domain such as example.onmicrosoft.com",read:e=>{let t=e.toLowerCase();
return Ac(t)?F(t):Sn.read(e)}},og={...vo,expected:"the value of a secret: at most 512 visible ASCII characters without a space, no GUID",read:e=>Sn.read(e).ok?I(
Yk):vo.read(e)},Yk="That looks like the id of the secret: enter its value, which is shown only once when it is made.",ig={type:"text",expected:"a URL with https\
:// (http:// only for a loopback host), without user, path, ? and #",read:e=>{let t=kt(e);return t===void 0?I():t.pathname!=="/"?I("Leave out the path: AZURE_TE\
NANT_ID is put there."):F(t.origin)}};var sg=[{name:"LOGANALYTICS_DCR_ENDPOINT",meaning:"The logs ingestion endpoint of the data collection rule, or of a data collection endpoint in its region.",kind:eg,
isRequired:!0,usedBy:"logs-ingestion",example:"https://dcr-auth0-a1b2.eastus-1.ingest.monitor.azure.com"},{name:"LOGANALYTICS_DCR_ID",meaning:"The immutable id \
of the data collection rule, from its JSON view in the Azure portal.",kind:tg,isRequired:!0,usedBy:"logs-ingestion",example:"dcr-0000000011112222333344444444444\
4"},{name:"LOGANALYTICS_DCR_STREAM",meaning:"The stream that the rule declares for the logs.",kind:ng,isRequired:!0,usedBy:"logs-ingestion",example:"Custom-Auth\
0"},{name:"AZURE_TENANT_ID",meaning:"The Microsoft Entra tenant that the application is registered in: its id, or one of its domains.",kind:rg,isRequired:!0,usedBy:"\
logs-ingestion",example:"00000000-1111-2222-3333-444444444444"},{name:"AZURE_CLIENT_ID",meaning:"The client id of the Entra application that may send to the rul\
e.",kind:Sn,isRequired:!0,usedBy:"logs-ingestion",example:"00000000-1111-2222-3333-444444444444"},{name:"AZURE_CLIENT_SECRET",meaning:"The value of a client sec\
ret of that application.",kind:og,isRequired:!0,usedBy:"logs-ingestion"},{name:"AZURE_AUTHORITY_HOST",meaning:"Asked for tokens in place of the cloud's own sign\
-in host, for a proxy.",kind:ig,isRequired:!1,usedBy:"logs-ingestion",example:"https://login.microsoftonline.com"}];var Ec={type:"text",expected:"a URL with https:// (http:// only for a loopback host), without user, ? and #",read:e=>{let t=kt(e);return t===void 0||t.pathname.
includes("//")?I():(t.pathname=t.pathname.replace(/\/$/,""),F(t))}};var ag={type:"text",expected:"a host, with or without https://, without port and path (http:// and a port only for a loopback host)",read:e=>{let t=Bs(e);return t===
void 0?I():F(t)}};var ug=6e4,cg=60*ug,dg=24*cg,Xk=3650*dg,Zk=Date.UTC(1970,0),Qk=Date.UTC(2101,0),e_=/^(?:[0-9]{56}|[0-9a-f]{24})$/i,Hs={type:"text",expected:"beginning, now, a d\
ate or time such as 2026-11-01 or 2026-11-01T08:00:00Z (UTC unless it names a zone), an age such as 90m, 36h or 7d, or a log id of 56 digits",read:e=>e==="begin\
ning"||e==="now"?F({kind:e}):e_.test(e)?F({kind:"id",id:e}):/^[0-9]+[mhd]$/.test(e)?t_(e):n_(e)};function t_(e){let t={m:ug,h:cg,d:dg}[e.slice(-1)],n=Number(e.slice(
0,-1))*(t??Number.NaN);return n>0&&n<=Xk?F({kind:"age",ageMs:n}):I("Give an age above zero and of at most 3650d, for example 7d.")}function n_(e){let t=Vy(e);return t===
void 0?I():t<Zk||t>=Qk?I("Give a date in the years 1970 to 2100."):F({kind:"time",atMs:t})}var lg={type:"text",expected:"the tenant's domain, with or without https:// and without a path (http:// only for a loopback host)",read:e=>{let t=Bs(e);return t===
void 0?I():F({domain:t.host,origin:t.origin})}};var r_=[{name:"AUTH0_DOMAIN",meaning:"The tenant's canonical domain. A custom domain does not work here.",kind:lg,isRequired:!0,isGivenByPlatform:!0,example:"te\
nant.eu.auth0.com"},{name:"AUTH0_CLIENT_ID",meaning:"The client id of the application that may read the logs.",kind:xc,isRequired:!0,isGivenByPlatform:!0,example:"\
abcdefghijklmnopqrstuvwxyz012345"},{name:"AUTH0_CLIENT_SECRET",meaning:"The client secret of the application that may read the logs.",kind:vo,isRequired:!0,isGivenByPlatform:!0},
{name:"LOGANALYTICS_DESTINATION",meaning:"The API of Azure that the logs are sent by. When it is changed, the export goes on where it stands.",kind:Qy,isRequired:!1,
default:"data-collector",example:"logs-ingestion"},{name:"LOGANALYTICS_WORKSPACEID",meaning:"The id of the Log Analytics workspace, from its page in the Azure p\
ortal.",kind:Sn,isRequired:!0,usedBy:"data-collector",example:"00000000-1111-2222-3333-444444444444"},{name:"LOGANALYTICS_WORKSPACEKEY",meaning:"The primary or \
secondary key of the workspace, from its page Agents in the Azure portal.",kind:Jy,isRequired:!0,usedBy:"data-collector"},{name:"LOGANALYTICS_NAMESPACE",meaning:"\
The name of the table that gets the logs. Azure appends _CL to it.",kind:Yy,isRequired:!0,usedBy:"data-collector",example:"Auth0Logs"},{name:"LOGANALYTICS_APIVE\
RSION",meaning:"The version of the HTTP Data Collector API. Nobody needs to change it.",kind:Xy,isRequired:!1,usedBy:"data-collector",default:"2016-04-01",example:"\
2016-04-01"},{name:"LOGANALYTICS_CLOUD",meaning:"The Azure cloud that the workspace is in; it decides the hosts that are called.",kind:Fs(By),isRequired:!1,default:"\
public",example:"usgov"},{name:"LOGANALYTICS_ENDPOINT",meaning:"Called in place of Azure's own URL, for a proxy. Without a path, /api/logs is appended.",kind:Ky,
isRequired:!1,usedBy:"data-collector",example:"https://proxy.example.com/api/logs"},{name:"LOGANALYTICS_RESOURCEID",meaning:"The Azure resource that the logs ar\
e filed under, so that people who may read that resource can query them.",kind:Zy,isRequired:!1,usedBy:"data-collector",example:"/subscriptions/00000000-1111-22\
22-3333-444444444444/resourceGroups/identity/providers/Microsoft.Web/sites/shop"},...sg,{name:"START_FROM",meaning:"Where the first run begins; a time that is s\
till to come counts as now. It has no effect once a run has stored how far it came.",kind:Hs,isRequired:!1,default:"beginning",example:"7d"},{name:"BATCH_SIZE",
meaning:"The most logs that are sent to Azure in one request.",kind:vc("logs",1,1e4),isRequired:!1,default:"1000",example:"500"},{name:"MIN_INTERVAL_SECONDS",meaning:"\
How long the schedule leaves the extension alone after a run that was caught up.",kind:Sc(0,3600),isRequired:!1,default:"30",example:"60"},{name:"MAX_RUN_SECOND\
S",meaning:"How long one run may take; the next run goes on where it ended.",kind:Sc(5,25),isRequired:!1,default:"20",example:"15"},{name:"PAGE_PASSWORD",meaning:"\
A second way into the extension's page, for tenants where the dashboard's sign-in is not offered to custom extensions.",kind:zy,isRequired:!1,isForPage:!0},{name:"\
AUTH0_RTA",meaning:"The authority that the dashboard's administrators sign in with to open the page.",kind:ag,isRequired:!1,isForPage:!0,isGivenByPlatform:!0,default:"\
auth0.auth0.com"},{name:"PUBLIC_WT_URL",meaning:"The extension's own address, under which its page is opened.",kind:Ec,isRequired:!1,isForPage:!0,isGivenByPlatform:!0,
example:"https://tenant.eu.webtask.run/auth0-logs"},{name:"WT_URL",meaning:"The extension's own address, by which Auth0 calls it when it is installed or updated\
. Either address stands in for the other.",kind:Ec,isRequired:!1,isForPage:!0,isGivenByPlatform:!0,example:"https://tenant.eu.webtask.run/auth0-logs"},{name:"EX\
TENSION_SECRET",meaning:"What Auth0 signs with when it calls an extension that is installed or updated.",kind:jy,isRequired:!1,isForPage:!0,isGivenByPlatform:!0}],
fg=r_;var o_=2048;function dr(e){let t=fg.map(i=>({row:i,given:a_(e,i.name)})),n=t.flatMap(({row:i,given:s})=>Wt(i)?u_(s):[]),r=i_(t);return{rows:t.map(({row:i,given:s})=>({
row:i,given:s,outcome:s_(i,s??i.default,r,n)})),secrets:n}}function i_(e){let t=e.find(({row:r})=>r.name==="LOGANALYTICS_DESTINATION");if(t===void 0)return;let n=pg(
t.row.kind.read,t.given??t.row.default);return n.ok?n.value:void 0}function s_(e,t,n,r){let o=e.usedBy!==void 0;if(o&&n!==void 0&&e.usedBy!==n)return{status:"un\
used"};if(t===void 0)return e.isRequired&&!(o&&n===void 0)?{status:"missing",problem:Bm(e)}:{status:"not-set"};let i=pg(e.kind.read,t);return i.ok?{status:"read",
value:i.value}:{status:"wrong",problem:Hm(e,t,r,i.advice)}}function a_(e,t){let n=Object.getOwnPropertyDescriptor(e,t)?.value??void 0;if(typeof n!="string")return n;
let r=n.trim();return r===""||r==="-"?void 0:r}function pg(e,t){return typeof t=="string"&&t.length<=o_?e(t):I()}function u_(e){return["string","number","bigint"].
includes(typeof e)?[String(e)]:[]}var c_=["AUTH0_DOMAIN","AUTH0_CLIENT_SECRET"];function mg(e){let t=[],n=new Map;for(let{row:r,outcome:o}of dr(e).rows)!r.isForPage&&!c_.includes(r.name)||(o.status===
"read"&&n.set(r.name,o.value),o.status==="wrong"&&t.push(o.problem));return{settings:d_(Object.fromEntries(n)),problems:t}}function d_(e){return{baseUrl:e.PUBLIC_WT_URL??
e.WT_URL,hookUrl:e.WT_URL??e.PUBLIC_WT_URL,authority:e.AUTH0_RTA,tenantDomain:e.AUTH0_DOMAIN?.domain,clientSecret:e.AUTH0_CLIENT_SECRET,extensionSecret:e.EXTENSION_SECRET,
password:e.PAGE_PASSWORD}}var l_=5e3;async function _t(e){let t=await e.read(l_);if(t.status==="failed")return{status:"unreadable",reason:`The state could not be read: ${t.reason}.`};let n=Ft(
t.document);return n.status==="broken"?{status:"unreadable",reason:n.reason}:{status:"state",state:n.status==="first-run"?at:n.state}}var f_=["br","hr","img","input","link","meta"];function l(e,t){if(typeof e=="function")return e(t);let{children:n,...r}=t,o=[`<${e}`];for(let[i,s]of Object.entries(
r))p_(i,s,o);return o[0]+=">",f_.includes(e)?Rt(o[0]):(Rc(n,o),Rt(`${o[0]}</${e}>`))}var v=l;function _({children:e}){let t=[""];return Rc(e,t),Rt(t[0])}function p_(e,t,n){
t==null||t===!1||(n[0]+=` ${e}="`,t!==!0&&Ds(String(t),n),n[0]+='"')}function Rc(e,t){if(Array.isArray(e))for(let n of e)Rc(n,t);else m_(e)?t[0]+=e.toString():(typeof e==
"string"||typeof e=="number")&&Ds(String(e),t)}function m_(e){return e instanceof String&&e.isEscaped===!0}var h_={good:"Good",busy:"Under way",warning:"Warning",bad:"Problem"};function $({tone:e,word:t=h_[e],children:n}){return v("div",{class:`notice ${e}`,role:e===
"bad"?"alert":void 0,children:[l("span",{class:"badge",children:t}),l("div",{children:n})]})}async function ot(e,t,n,r){let o=await _t(e.store);return o.status==="state"?r(o.state):e.render(t,n,v(_,{children:[l("h1",{children:"The stored state cannot be\
 shown"}),l($,{tone:"bad",children:o.reason})]}))}function Re({frame:e,path:t,class:n,busyText:r,children:o}){return v("form",{method:"post",action:e.prefix+t,class:n,"data-busy":r,children:[l("input",{type:"hi\
dden",name:"csrf",value:e.visitor?.csrfToken}),o]})}function xn(e){return e!==void 0&&Math.abs(e)<=864e13}function So(e){return xn(e)?new Date(e).toISOString():void 0}function kc(e){return So(e)?.replace("T"," ").
replace(/\..*/," UTC")??"an unknown time"}function Tt(e){return kc(e).replace(/:\d\d UTC/," UTC")}function hg(e){let[,t,n,r="",o=""]=new Date(e).toUTCString().split(
" ");return{day:`${Number(t)} ${n}`,month:`${n} ${r}`,year:r,clock:o.slice(0,5)}}function J({atMs:e}){let t=So(e);if(t===void 0)return l("span",{children:"–"});let n=kc(e);return l("time",{datetime:t,title:n,children:n})}var y_={pause:["good","The export is paused."],resume:["good","The export goes on with the next run."],move:["good","The checkpoint was moved. The next run goes\
 on from there."],discard:["good","The dead letters were discarded."],waiting:["busy","A run is under way. It does what you asked for when it next stores its pl\
ace."],busy:["busy","A run is under way already, so no other was begun."],nothing:["warning","No dead letter was ticked."]};function lr({done:e}){let t=Object.entries(
y_).find(([o])=>o===e)?.[1];if(t===void 0)return null;let[n,r]=t;return l("div",{role:"status",children:l($,{tone:n,children:r})})}var g_={"data-collector":"Data Collector API","logs-ingestion":"Logs Ingestion API"};function Be(e){return g_[e]}function Us(e){let[t,...n]=te.filter(r=>le(e,r)!==void 0);return t===void 0?[te[0]]:[t,...n]}function yg(e,t,n,r){let o=le(e,t),i=Zn(n,r),s=o===void 0?void 0:ne(
o),a=ne(i),u=b_(o,i,s,a),c={destination:t,from:o,fromMs:s,after:i,toMs:a,direction:u};return u!=="back"||a===void 0?c:{...c,repeatedLogs:v_(e,t,a)}}function b_(e,t,n,r){
return e===t?"nowhere":n===void 0||r===void 0?"unknown":n===r?e!==void 0&&e>t?"back":"forward":r<n?"back":"forward"}var w_=6e4;function _c(e,t){return(ne(e)??0)>
t+w_}function v_(e,t,n){let r=0;for(let o of q(e)){let{lastExportedAtMs:i}=o;if(i!==void 0&&i<=n)return r;for(let s of o.deliveries)s.destination===t&&(r+=s.logs??
0)}}function $s({prefix:e,state:t,asked:n,problem:r}){let o=Us(t);return v("form",{method:"get",action:`${e}/checkpoint`,children:[l("label",{for:"to",children:"Whe\
re the export should go on"}),v("p",{class:"hint",id:"to-hint",children:[l("code",{children:"beginning"}),", ",l("code",{children:"now"}),", a date or time such\
 as ",l("code",{children:"2026-11-01"})," or"," ",l("code",{children:"2026-11-01T08:00:00Z"})," (UTC unless it names a zone), an age such as"," ",l("code",{children:"\
36h"})," or ",l("code",{children:"7d"}),", or the id of a log."]}),r!==void 0&&l("p",{class:"bad",role:"alert",id:"to-problem",children:r}),l("input",{type:"tex\
t",id:"to",name:"to",value:n,required:!0,autocomplete:"off",spellcheck:!1,"aria-describedby":r===void 0?"to-hint":"to-hint to-problem"}),o.length>1&&v("fieldset",
{children:[l("legend",{children:"For which destination"}),o.map((i,s)=>v("label",{class:"choice",children:[l("input",{type:"radio",name:"destination",value:i,checked:s===
0}),Be(i)]}))]}),l("button",{type:"submit",class:"quiet",children:"Show what that means"})]})}function gg({frame:e,state:t,done:n}){let r=n==="pause"&&t.pausedAtMs===null;return v(_,{children:[l("h1",{children:"Actions"}),l(lr,{done:r?void 0:n}),v("secti\
on",{class:"card",children:[l("h2",{children:"Run now"}),v("p",{children:["Exports what is new, at once, also while the export is paused. It takes at most as lo\
ng as"," ",l("code",{children:"MAX_RUN_SECONDS"})," says."]}),l(Re,{frame:e,path:"/run",busyText:"Running…",children:l("button",{type:"submit",children:"Run n\
ow"})})]}),v("section",{class:"card",children:[l("h2",{children:"Test the connections"}),v("p",{children:["Signs in to Auth0, reads one log, and sends one marke\
d test record to Azure: a row with the type ",l("code",{children:"exporter_test"})," in your table."]}),l(Re,{frame:e,path:"/test",busyText:"Testing…",children:l(
"button",{type:"submit",children:"Test the connections"})})]}),v("section",{class:"card",children:[l("h2",{children:"Pause and resume"}),l(S_,{frame:e,pausedAtMs:t.
pausedAtMs})]}),v("section",{class:"card",id:"checkpoint",children:[l("h2",{children:"Move the checkpoint"}),l("p",{children:"The export goes on from another pl\
ace: earlier, to send logs once more, or later, to pass over some. You see what that means before it happens."}),l($s,{prefix:e.prefix,state:t})]}),v("p",{children:[
"What was done, by whom and when, stands among the"," ",l("a",{href:`${e.prefix}/runs?show=actions`,children:"runs"}),"."]})]})}function S_({frame:e,pausedAtMs:t}){
return t!==null?v(Re,{frame:e,path:"/resume",children:[v("p",{children:["Paused since ",l(J,{atMs:t}),". Nothing is exported until you resume."]}),l("button",{type:"\
submit",children:"Resume the export"})]}):v("details",{children:[l("summary",{children:"Pause the export…"}),l("p",{children:"Nothing is exported until somebo\
dy resumes; a run under way ends. Nothing is lost meanwhile as long as Auth0 retains the logs: 1 day on the free plan, 5 on Essentials, 10 on Professional, 30 o\
n Enterprise."}),l(Re,{frame:e,path:"/pause",children:l("button",{type:"submit",class:"danger",children:"Pause now"})})]})}var x_=25e3,A_=100,E_=3e4,R_=2e4,bg=5e3;async function Ws(e,t,n){let r=yt(ai,n);if(!r.success)return fr("what was asked for cannot be stored");let o=t.now()+x_;
for(;t.now()<o;){let i=await k_(e,t,r.output);if(i.status!=="conflict")return i;await t.sleep(A_)}return fr("the state is being changed by somebody else all the\
 time; try again")}async function k_(e,t,n){let r=await e.read(bg);if(r.status==="failed")return fr(`the state could not be read: ${r.reason}`);let o=Ft(r.document);
if(o.status==="broken")return fr(o.reason);let i=o.status==="first-run"?at:o.state,s={...i,requests:[...i.requests,n]},a=Fr(i.lease,t.now()),u=n.kind==="note",c=u?
R_:E_;if(a&&Buffer.byteLength(JSON.stringify(s.requests))>c)return fr("a run is under way, and too much is waiting for its end; try again after it");let{write:d}=await fi(
f=>e.write(f,r.version,bg),a?s:un(s),0,u?0:li);return d.status==="written"?{status:a?"waiting":"done"}:d.status==="conflict"?d:fr(`the state could not be stored\
: ${d.reason}`)}function fr(e){return{status:"failed",reason:e}}function xo(e,t){let n=et(e),r=n.findIndex(i=>i.runId===t),o=n[r];if(o!==void 0)return{run:o,newerId:n[r-1]?.runId,olderId:n[r+1]?.runId}}var __=/[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;function Te(e,t=300){let r=[...e.slice(0,t*4).replace(__," ").trim()];return r.
length<=t&&e.length<=t*4?r.join(""):`${r.slice(0,t-1).join("")}…`}function pr(e){let t=Te(e,1e3);return/[.!?…]$/.test(t)||t===""?t:`${t}.`}function Ao(e){return e.
map(pr).join(" ")}function mr({prefix:e}){return l("p",{children:l("a",{href:`${e}/actions`,children:"Back to the actions"})})}function Eo(e,t,n){let r=t.get("administrator").name;return Ws(e.store,e.clock,{...n,by:r,atMs:e.clock.now()})}async function An(e,t,n,r,o){let i=await Eo(e,t,n);
if(i.status==="failed")return it(e,t,i.reason);let s=i.status==="waiting"?"waiting":o;return t.redirect(`${e.prefix}${r}?done=${s}`,303)}async function Ks(e,t,{
runId:n,reason:r}){let o=await _t(e.store);return o.status==="state"&&xo(o.state,n)!==void 0?t.redirect(`${e.prefix}/runs/${n}`,303):it(e,t,pr(r??"the report of\
 the run could not be stored"))}function it(e,t,n){return e.render(t,{title:"Not done",section:"actions",statusCode:409},v(_,{children:[l("h1",{children:"That c\
ould not be done"}),l($,{tone:"bad",children:n}),l(mr,{prefix:e.prefix})]}))}function T_({what:e,destination:t}){switch(e){case"sign-in":return"Sign in to Auth0";case"read-log":return"Read one log";case"deliver":return`Send a test record${t===
void 0?"":` to the ${Be(t)}`}`}}function wg({prefix:e,steps:t,isNoted:n}){return v(_,{children:[l("h1",{children:"Test of the connections"}),l("ol",{class:"step\
s",children:t.map(r=>l("li",{children:v($,{tone:r.isOk?"good":"bad",children:[l("p",{children:l("strong",{children:T_(r)})}),l("p",{children:r.text})]})}))}),!n&&
l("p",{class:"hint",children:"The test could not be recorded in the history."}),l(mr,{prefix:e})]})}async function st(e){return e.req.header("content-type")?.split(";",1)[0]?.trim().toLowerCase()!=="application/x-www-form-urlencoded"?new URLSearchParams:new URLSearchParams(
await e.req.text())}function Je(e,t){let n=e.getAll(t);return n.length===1?n[0]:void 0}function En({facts:e}){return l("dl",{class:"facts card",children:e.filter(([,t])=>t!==void 0).map(([t,n])=>v(_,{children:[l("dt",{children:t}),l("dd",{children:n})]}))})}function Ye({id:e}){return l("span",{class:"id",title:e,children:e})}function ue(e=0){return Number.isNaN(e)?0:Math.min(1e15,Math.max(0,e))}function Y(e){return ue(e).toFixed(0).replace(/\B(?=(?:\d{3})+$)/g,",")}function D(e,t,n=`${t}\
s`){let r=Y(e);return`${r} ${r==="1"?t:n}`}function Tc(e){return Sg(e,["","k","M","bn","t","q"])}function vg(e){return Sg(e,[" B"," kB"," MB"," GB"," TB"," PB"])}
function Sg(e,t){let n=ue(e),r=0;for(;n>=999.95;r+=1)n/=1e3;return`${Gs(n)}${t[r]}`}function xg(e){let t=Math.min(100,ue(e)*100);return t>0&&t<.1?"under 0.1%":t<
9.95?`${Gs(t)}%`:t>99&&t<100?"over 99%":`${Math.round(t)}%`}function Gs(e){return e.toFixed(1).replace(".0","")}var Rn=1e3,Vs=60*Rn,Mc=60*Vs,Ag=24*Mc,O_=365.25*Ag,M_=[["second",Rn,90,60],["minute",Vs,90,60],["hour",Mc,48,void 0],["day",Ag,730,void 0]];function Q(e){let t=ue(
e);if(t<Rn/2)return"less than a second";for(let[n,r,o,i]of M_){let s=Math.round(t/r);if(s<o&&s!==i)return D(s,n)}return D(t/O_,"year")}function Xe(e){if(e===void 0)
return"–";let t=Math.round(ue(e));if(t>0&&t<Rn)return`${t} ms`;if(t<9950)return`${Gs(t/Rn)} s`;let n=Math.round(t/Rn);if(n<3600)return Oc(n,60,"min","s");let r=Math.
round(t/Vs);return r<2880?Oc(r,60,"h","min"):Oc(Math.round(t/Mc),24,"d","h")}function Oc(e,t,n,r){let o=Math.floor(e/t),i=e%t;return o===0?`${i} ${r}`:`${Y(o)} ${n}${i===
0?"":` ${i} ${r}`}`}function hr(e,t){let n=t-e;return n<2*Rn&&n>-Vs?"just now":n>0?`${Q(n)} ago`:`in ${Q(-n)}`}var P_={back:"warning",forward:"bad",nowhere:"good",unknown:"warning"};function Eg({frame:e,preview:t}){let{destination:n,from:r,fromMs:o,after:i,toMs:s,direction:a}=t;
return v(_,{children:[l("h1",{children:"Move the checkpoint"}),l(En,{facts:[["Destination",Be(n)],["Now it goes on after",v(_,{children:[l(J,{atMs:o})," ",r===void 0?
"it has not begun yet":l(Ye,{id:r})]})],["Then it goes on after",v(_,{children:[l(J,{atMs:s})," ",l(Ye,{id:i})]})]]}),l($,{tone:P_[a],word:a==="forward"?"Carefu\
l":void 0,children:l(I_,{preview:t})}),a==="nowhere"?l(mr,{prefix:e.prefix}):v(Re,{frame:e,path:"/checkpoint",class:"row",children:[l("input",{type:"hidden",name:"\
after",value:i}),l("input",{type:"hidden",name:"destination",value:n}),l("button",{type:"submit",class:a==="forward"&&"danger",children:"Move the checkpoint"}),
l("a",{class:"button quiet",href:`${e.prefix}/actions`,children:"Leave it where it is"})]})]})}function I_({preview:e}){let{direction:t,fromMs:n,toMs:r,repeatedLogs:o,
from:i}=e,s=n===void 0||r===void 0?0:Math.abs(n-r);switch(t){case"back":return v(_,{children:[v("p",{children:["The export goes back"," ",r===eo?"to the oldest \
log that Auth0 keeps":`by ${Q(s)}`,". What Auth0 still has of that time is sent to Azure once more: rows with the same"," ",l("code",{children:"log_id"})," stan\
d there twice, and queries have to take one of them."]}),o!==void 0&&v("p",{children:["By the history, those are at most ",D(o,"log"),"."]})]});case"forward":return v(
"p",{children:["The logs of ",Q(s)," are passed over. They never reach Azure, unless you move the checkpoint back before Auth0 deletes them."]});case"nowhere":return l(
"p",{children:"That is where the export goes on anyway. Nothing would change."});case"unknown":return i===void 0?l("p",{children:"The first run will begin there\
, whatever START_FROM says."}):l("p",{children:"The time of one of the two places cannot be told from its id. If the new one is earlier, logs are sent once more\
; if it is later, those between never reach Azure."})}}var Pc={title:"Move the checkpoint",section:"actions"},Rg="That is still to come. The latest place is “now”.",L_=100,C_=/^[!-~]{1,200}$/;function kg(e){return new z().
get("/checkpoint",t=>ot(e,t,Pc,n=>{let{to:r="",destination:o}=t.req.query(),i=r.trim().slice(0,L_),s=y=>e.render(t,{...Pc,statusCode:400},v(_,{children:[l("h1",
{children:"Move the checkpoint"}),l($s,{prefix:e.prefix,state:n,asked:i,problem:y})]})),a=Hs.read(i);if(!a.ok)return s(`“${i}” is no place in the logs. ${a.
advice??""}`);let{value:u}=a,c=e.clock.now();if(u.kind==="time"?u.atMs>c:_c(Zn(u,c),c))return s(Rg);let d=D_(n,o),f=yg(n,d,u,c);return e.render(t,Pc,l(Eg,{frame:e.
frameOf(t),preview:f}))})).post("/checkpoint",async t=>{let n=await st(t),r=Je(n,"after"),o=te.find(i=>i===Je(n,"destination"));return o===void 0?it(e,t,"No des\
tination was named."):r===void 0||!C_.test(r)?it(e,t,"The place to go on from is not the id of a log."):_c(r,e.clock.now())?it(e,t,Rg):An(e,t,{kind:"move",destination:o,
after:r},"/actions","move")})}function D_(e,t){let n=Us(e);return n.find(r=>r===t)??n[0]}var Ic={title:"Actions",section:"actions"};function _g(e){return new z().get("/actions",t=>ot(e,t,Ic,n=>e.render(t,Ic,l(gg,{frame:e.frameOf(t),state:n,done:t.req.
query("done")})))).post("/run",async t=>{let n=await e.work.runExport(t.get("administrator").name);return n.status==="ran"?Ks(e,t,n.report):t.redirect(`${e.prefix}\
/?done=busy`,303)}).post("/test",async t=>{let n=await e.work.testConnections(),r=n.filter(({isOk:s})=>!s).length,o=r===0?"all went well":`${r} of ${n.length} s\
teps failed`,i=await Eo(e,t,{kind:"note",action:"test",detail:o});return e.render(t,{...Ic,title:"Connections"},l(wg,{prefix:e.prefix,steps:n,isNoted:i.status!==
"failed"}))}).post("/pause",t=>An(e,t,{kind:"pause"},"/actions","pause")).post("/resume",t=>An(e,t,{kind:"resume"},"/actions","resume")).route("/",kg(e))}function Jt({label:e,columns:t,children:n}){return l("section",{class:"wide",tabindex:0,"aria-label":e,children:v("table",{children:[l("thead",{children:l("tr",
{children:t.map(([r,,o])=>l("th",{scope:"col",class:o,children:r}))})}),l("tbody",{children:n})]})})}function Yt({columns:e,item:t}){return l("tr",{children:e.map(
([,n,r])=>r==="name"?l("th",{scope:"row",children:n(t)}):l("td",{class:r,children:n(t)}))})}function yr(e){let{event:t}=jn(e);return t===e?Te(e,60)||"unknown":`${t} (${e})`}function Ro({destination:e,logId:t}){return`${e} ${t}`}function Lc(e){return e.flatMap(t=>{let n=t.indexOf(" "),r=te.find(o=>o===t.slice(0,n));return r===void 0?
[]:[{destination:r,logId:t.slice(n+1)}]})}function N_(e){return[["Choose",F_],["Refused",({refusedAtMs:t})=>l(J,{atMs:t})],["Record",t=>l(B_,{letter:t,prefix:e})],["Type",({logType:t})=>yr(t)],["Reason",
({reason:t})=>t],["Log",({logId:t})=>l(Ye,{id:t}),"optional"],["Destination",({destination:t})=>Be(t),"optional"]]}function Tg({frame:e,letters:t,done:n}){let r=t.
length,o=N_(e.prefix),i=`${e.prefix}/dead-letters/confirm-discard`;return v(_,{children:[l("h1",{children:"Dead letters"}),l(lr,{done:n}),l("p",{class:"faint",children:"\
Records that Azure refused on their own while it took the others. They wait here until somebody replays them, which sends them once more, or discards them."}),r===
0?l("p",{class:"card",children:"There are none: Azure has taken every record."}):v(_,{children:[v("p",{children:[D(r,"dead letter waits","dead letters wait"),"."]}),
v(Re,{frame:e,path:"/dead-letters/replay",busyText:"Sending…",children:[l(Jt,{label:"Dead letters",columns:o,children:t.map(s=>l(Yt,{columns:o,item:s}))}),v("\
div",{class:"row",children:[l("button",{type:"submit",children:"Replay the ticked"}),v("button",{type:"submit",name:"all",value:"yes",class:"quiet",children:["R\
eplay all ",r]}),l("button",{type:"submit",class:"quiet",formaction:i,children:"Discard the ticked…"}),v("button",{type:"submit",name:"all",value:"yes",class:"\
quiet",formaction:i,children:["Discard all ",r,"…"]})]})]})]})]})}function F_(e){return l("input",{type:"checkbox",name:"letter",value:Ro(e),"aria-label":`Cho\
ose the log ${e.logId}`})}function B_({letter:e,prefix:t}){return e.hasContent?l("button",{type:"submit",class:"quiet",name:"show",value:Ro(e),formaction:`${t}/\
dead-letters/record`,children:"Show"}):l("span",{class:"faint",children:"id only"})}function Og({frame:e,names:t}){let{length:n}=t,r=n===1?"it":"them";return v(_,{children:[l("h1",{children:"Discard dead letters"}),v($,{tone:"bad",word:"Careful",
children:[D(n,"record is","records are")," given up: what is kept of ",r," is deleted, and the export does not come back to ",r,". As long as Auth0 has the logs\
, they can be read there."]}),l("ul",{class:"id",children:t.map(({logId:o})=>l("li",{children:o}))}),v(Re,{frame:e,path:"/dead-letters/discard",class:"row",busyText:"\
Discarding…",children:[t.map(o=>l("input",{type:"hidden",name:"letter",value:Ro(o)})),v("button",{type:"submit",class:"danger",children:["Discard ",n===1?"it":
`all ${n}`]}),v("a",{class:"button quiet",href:`${e.prefix}/dead-letters`,children:["Keep ",r]})]})]})}function H_(e){try{return JSON.stringify(JSON.parse(e),null,2)}catch{return e}}function Mg({prefix:e,letter:t,record:n}){return v(_,{children:[l("h1",{children:"\
A record that was refused"}),l(En,{facts:[["Log",l(Ye,{id:t.logId})],["Type",yr(t.logType)],["Refused by",Be(t.destination)],["Refused",l(J,{atMs:t.refusedAtMs})],
["Reason",t.reason]]}),n===void 0?l($,{tone:"warning",children:"The record cannot be opened: only the id is kept, or AUTH0_CLIENT_SECRET was changed since. A re\
play reads the log from Auth0 once more."}):v(_,{children:[l("h2",{children:"The record as it was sent"}),l("pre",{tabindex:0,children:H_(n)})]}),l("p",{children:l(
"a",{href:`${e}/dead-letters`,children:"Back to the dead letters"})})]})}var qs={title:"Dead letters",section:"dead-letters"};function Pg(e){async function t(n,r){let o=await _t(e.store);if(o.status==="unreadable")return it(e,n,o.reason);
let i=await st(n),s=i.get("all")==="yes",a=Lc(i.getAll("letter")),u=o.state.deadLetters.filter(c=>s||a.some(d=>Mt(d,c))).map(({logId:c,destination:d})=>({logId:c,
destination:d}));return u.length>0?r(u):n.redirect(`${e.prefix}/dead-letters?done=nothing`,303)}return new z().get("/dead-letters",n=>ot(e,n,qs,r=>e.render(n,qs,
l(Tg,{frame:e.frameOf(n),letters:Ul(r),done:n.req.query("done")})))).post("/dead-letters/record",async n=>{let r=await _t(e.store);if(r.status==="unreadable")return it(
e,n,r.reason);let[o]=Lc((await st(n)).getAll("show")),i=o&&r.state.deadLetters.find(u=>Mt(u,o));if(i===void 0)return it(e,n,"That dead letter is not there any m\
ore.");let s=await Eo(e,n,{kind:"note",action:"view",detail:`the record of the log ${i.logId}`.slice(0,200)});if(s.status==="failed")return it(e,n,s.reason);let a=e.
work.openDeadLetter(i);return e.render(n,{...qs,title:"Record"},l(Mg,{prefix:e.prefix,letter:i,record:a}))}).post("/dead-letters/replay",n=>t(n,async r=>{let o=await e.
work.runReplay(n.get("administrator").name,r);return o.status==="ran"?Ks(e,n,o.report):n.redirect(`${e.prefix}/dead-letters?done=busy`,303)})).post("/dead-lette\
rs/confirm-discard",n=>t(n,r=>e.render(n,{...qs,title:"Discard dead letters"},l(Og,{frame:e.frameOf(n),names:r})))).post("/dead-letters/discard",n=>t(n,r=>An(e,
n,{kind:"discard",deadLetters:r},"/dead-letters","discard")))}var U_=60;async function Ig(e,{secret:t,issuer:n,audience:r},o){let i=/^Bearer ([\w.-]+)$/i.exec(e??"")?.[1];if(!i||!t||!n||!r)return!1;try{return await At(i,new TextEncoder().
encode(t),{algorithms:["HS256"],issuer:n,audience:r,clockTolerance:U_,currentDate:new Date(o.now())}),!0}catch{return!1}}var Lg="/.extensions/on-install",Cg="/.extensions/on-update",$_="Auth0";function Dg({store:e,clock:t},n){let{extensionSecret:r,tenantDomain:o,hookUrl:i}=n;async function s(u,c){
let d=o===void 0?void 0:`https://${o}`,f=i===void 0?void 0:i.origin+i.pathname.replace(/\/$/,"")+c;return Ig(u,{secret:r,issuer:d,audience:f},t)}async function a(u){
await Ws(e,t,{kind:"note",action:u,detail:"",by:$_,atMs:t.now()})}return new z().post(Lg,async u=>await s(u.req.header("authorization"),Lg)?(await a("install"),
u.body(null,204)):u.text(`not allowed
`,401)).put(Cg,async u=>await s(u.req.header("authorization"),Cg)?(await a("update"),u.body(null,204)):u.text(`not allowed
`,401))}var Ng=require("node:crypto");function Fg(){return(0,Ng.randomBytes)(16).toString("base64url")}function W_(e){return["default-src 'none'",`script-src 'nonce-${e}\
'`,`style-src 'nonce-${e}'`,"img-src data:","connect-src 'self'","form-action 'self'","base-uri 'none'","frame-ancestors 'none'"].join("; ")}function Bg(e,t){let n=new Headers(
e.headers);return n.set("content-security-policy",W_(t)),n.set("cache-control","no-store"),n.set("x-content-type-options","nosniff"),n.set("x-frame-options","DE\
NY"),n.set("referrer-policy","same-origin"),n.set("cross-origin-opener-policy","same-origin"),n.set("cross-origin-resource-policy","same-origin"),n.set("permiss\
ions-policy","camera=(), geolocation=(), microphone=()"),new Response(e.body,{status:e.status,headers:n})}var K_=[["overview","/","Overview"],["runs","/runs","Runs"],["dead-letters","/dead-letters","Dead letters"],["actions","/actions","Actions"],["settings","/setti\
ngs","Settings"]];function Hg({frame:e,title:t,section:n,isLive:r,children:o}){let{prefix:i,nonce:s,style:a,visitor:u}=e;return v(_,{children:[Rt("<!doctype htm\
l>"),v("html",{lang:"en",children:[v("head",{children:[l("meta",{charset:"utf-8"}),l("meta",{name:"viewport",content:"width=device-width, initial-scale=1"}),l("\
meta",{name:"color-scheme",content:"light dark"}),l("title",{children:`${t} · Auth0 logs to Azure`}),l("link",{rel:"icon",href:"data:,"}),l("style",{nonce:s,children:Rt(
a)}),u!==void 0&&l("script",{nonce:s,src:`${i}/page.js`,defer:!0})]}),v("body",{"data-live":r,children:[l("a",{class:"skip",href:"#content",children:"Skip to th\
e content"}),v("header",{class:"top",children:[l("p",{class:"brand",children:"Auth0 logs to Azure"}),u!==void 0&&v(_,{children:[l("nav",{"aria-label":"Pages",children:K_.
map(([c,d,f])=>l("a",{href:i+d,"aria-current":c===n&&"page",children:f}))}),v("div",{class:"visitor",children:[l("span",{children:u.administrator.name}),l(Re,{frame:e,
path:"/logout",children:l("button",{type:"submit",class:"quiet",children:"Sign out"})})]})]})]}),l("main",{id:"content",tabindex:-1,children:o})]})]})]})}function Ug(e){return{auth0:{...e.AUTH0_DOMAIN,clientId:e.AUTH0_CLIENT_ID,clientSecret:e.AUTH0_CLIENT_SECRET},destinations:[G_(e)],startFrom:e.START_FROM,maxBatchRecords:e.
BATCH_SIZE,minIntervalMs:e.MIN_INTERVAL_SECONDS,maxRunMs:e.MAX_RUN_SECONDS}}function G_(e){return e.LOGANALYTICS_DESTINATION==="data-collector"?V_(e):q_(e)}function V_(e){
let t=e.LOGANALYTICS_WORKSPACEID,n=e.LOGANALYTICS_RESOURCEID;return{kind:"data-collector",workspaceId:t,workspaceKey:e.LOGANALYTICS_WORKSPACEKEY,logType:e.LOGANALYTICS_NAMESPACE,
url:Gy({workspaceId:t,cloud:e.LOGANALYTICS_CLOUD,apiVersion:e.LOGANALYTICS_APIVERSION,endpoint:e.LOGANALYTICS_ENDPOINT}),...n===void 0?{}:{resourceId:n}}}function q_(e){
let t=e.LOGANALYTICS_CLOUD;return{kind:"logs-ingestion",endpoint:e.LOGANALYTICS_DCR_ENDPOINT,ruleId:e.LOGANALYTICS_DCR_ID,stream:e.LOGANALYTICS_DCR_STREAM,application:{
authority:e.AZURE_AUTHORITY_HOST??Uy(t),tenantId:e.AZURE_TENANT_ID,clientId:e.AZURE_CLIENT_ID,clientSecret:e.AZURE_CLIENT_SECRET,scope:$y(t)}}}function gr(e){let t=[],n=new Map;for(let{row:r,outcome:o}of dr(e).rows)r.isForPage||(o.status==="read"?n.set(r.name,o.value):"problem"in o&&t.push(o.problem));
return t.length>0?{ok:!1,problems:t}:{ok:!0,settings:Ug(Object.fromEntries(n))}}var jg=P(Pn()),zg=P(ht());var Cc=P(ht());var j_=6,z_=3,J_=.02;function js(e){return Wg(e)[0]?.frontierMs}function Wg(e){let t=[];for(let n of[...Q_(e)].reverse())t.push({run:n,frontierMs:Y_(n,t.at(-1))});
return t.reverse()}function Y_(e,t){if(e.outcome==="caught-up")return e.startedAtMs;let{lastExportedAtMs:n}=e;return xn(n)?n!==t?.run.lastExportedAtMs?n:t.frontierMs:
t?.frontierMs}function zs(e,t){let n=X_(e,t),r=(0,Cc.default)(n.map(({logMs:o})=>o))/(0,Cc.default)(n.map(({timeMs:o})=>o));return Number.isFinite(r)?r:void 0}function X_(e,t){
let n=Wg(e),[r]=n;if(r===void 0)return[];let o=[];for(let[i,s]of n.slice(0,j_).entries()){let a=n[i+1];if(a===void 0||$g(r.run)&&!$g(s.run))break;let u=Z_(a,s,t);
if(u===void 0)break;o.push(u)}return o}function $g({outcome:e}){return e!=="stopped"&&e!=="misconfigured"}function Z_(e,t,n){if(e.frontierMs===void 0||t.frontierMs===
void 0)return;let r=t.frontierMs-e.frontierMs,o=t.run.endedAtMs-e.run.endedAtMs;if(!(r<0||o<=0))return{logMs:r,timeMs:o>z_*n?n:o}}function Dc({actions:e}){return e.
find(({kind:t})=>t==="move")?.atMs}function Q_(e){let t=Dc(e)??Number.NEGATIVE_INFINITY;return q(e).filter(({startedAtMs:n})=>n>=t)}function Kg(e,t){if(!(t===void 0||
!(t-1>=J_)))return Math.max(0,e)/(t-1)}var Vg=P(Pn());function Js(e){return[...e].sort((t,n)=>t-n)[Math.floor((e.length-1)/2)]}var Gg=5*6e4,eT=20,tT=6e4,nT=3,rT=3;function qg(e){let t=Nc(e).slice(0,eT),n=t.slice(1).map((o,i)=>(t[i]??o)-o).filter(o=>o>0),r=Js(n);return r===void 0?Gg:Math.
max(r,n.length<nT?Gg:tT)}function Ys(e,t,n){let[r]=Nc(e);if(e.pausedAtMs!==null||r===void 0||!(n>0))return;let o=t-r;return o<0?t+n:r+Math.ceil(o/n)*n}function Xs(e,t){
let{nowMs:n,intervalMs:r,minIntervalMs:o=0}=t,[i]=Nc(e),s=i??q(e).at(-1)?.startedAtMs,a=(0,Vg.default)([s,iT(e)]);if(!(a===void 0||!(n>=a+o+rT*r)||n<oT(e,t)))return{
sinceMs:a,hasRun:i!==void 0}}function oT(e,{intervalMs:t,minIntervalMs:n=0}){let[r]=q(e);return r===void 0||n<=t?Number.NEGATIVE_INFINITY:r.endedAtMs+n+t}function iT(e){
return e.actions.find(({kind:t})=>["resume","install","update"].includes(t))?.atMs}function Nc(e){return q(e).filter(({trigger:t})=>t==="schedule").map(({startedAtMs:t})=>t)}var sT=36e5,aT=6e4;function kn({lease:e},t){if(e===null||!Fr(e,t))return;let n=uT(e.holder),r=t-(n??Number.NaN);return{startedAtMs:r>=-aT&&r<=sT?n:void 0}}function uT(e){
let t=Number.parseInt(/^([0-9a-z]{1,11})-/.exec(e)?.[1]??"",36);return xn(t)?t:void 0}var cT=24*36e5;function Jg(e,t){let n=qg(e);return{intervalMs:n,nextRunAtMs:Ys(e,t,n),lastRun:q(e)[0],frontierMs:js(e),speed:dT(e,t,n)?0:zs(e,n),lastDay:lT(q(e),
t-cT)}}function dT(e,t,n){return kn(e,t)!==void 0?!1:e.pausedAtMs!==null||Xs(e,{nowMs:t,intervalMs:n})!==void 0}function lT(e,t){let n=e.filter(({startedAtMs:s})=>s>=
t),r=e.at(-1),o=n.flatMap(s=>s.deliveries),i=te.map(s=>(0,zg.default)(o.map(({destination:a,logs:u})=>a===s?ue(u):0)));return{isComplete:r!==void 0&&r.startedAtMs<
t,runs:n.length,logs:(0,jg.default)(i)??0}}var Yg=P(ht());function Zs(e){return"pages"in e}function _n(e){return Math.max(0,...e.deliveries.map(({logs:t})=>ue(t)))}function ko({startedAtMs:e,endedAtMs:t}){return Math.max(
0,t-e)}function Fc(e){return ue(e.pageRetries)+Bc(e,"retries")}function Xg(e){return Bc(e,"batches")}function _o(e){return Bc(e,"deadLetters")}function Bc({deliveries:e},t){
return(0,Yg.default)(e.map(n=>ue(n[t])))}function Xt(e){return Zs(e)?e.warnings??[]:[]}function To(e){return e.startsWith("This was the first run.")}function Oo(e){
return e.startsWith("Logs may be missing")}function Hc(e){let t=Xt(e).filter(n=>!To(n));return e.reason??[...Mo(e),...t][0]??""}function Mo(e){return Zs(e)?e.problems??
[]:[]}function Zt({lagMs:e}){return e===void 0||!Number.isFinite(e)?void 0:Math.max(0,e)}function Zg(e){return e.trigger==="schedule"&&e.work===void 0&&e.outcome===
"caught-up"&&_n(e)===0&&Fc(e)===0&&!Uc(e)}function Uc(e){return Qt(e)||Hc(e)!==""||_o(e)>0}function Qt({outcome:e}){return e==="stopped"||e==="misconfigured"}function ce(e,t,n=""){return{tone:e,headline:t,advice:n}}var fT=3;function eb(e,t,n){let r=q(e),[o]=r;switch(o?.outcome){case void 0:return ce("busy","No run ye\
t.");case"caught-up":return pT(e,o,t.nowMs);case"out-of-time":return Qg(e,t,{gaining:"Catching up",losing:"Falling behind",advice:"Raise MAX_RUN_SECONDS, or let\
 the schedule run more often."});case"rate-limited":return Qg(e,t,{gaining:"Waiting for the rate limit",losing:"Held back by the rate limit",advice:"Use less of\
 the allowance of the Management API elsewhere, get a larger one, or let the schedule run more often."});case"stopped":return mT(r,o,n);case"misconfigured":return ce(
"bad","Misconfigured: nothing is exported until this is put right.",Ao(Mo(o))||pr(o.reason??"Testing the connections shows what is wrong"))}}function pT(e,t,n){
let r=hr(Math.min(t.startedAtMs,n),n),o=`Logs are flowing: everything up to ${r==="just now"?"now":r} is in Azure`,i=e.deadLetters.length;if(i>0)return ce("warn\
ing",`${o}, except ${D(i,"dead letter")}.`,"Dead letters are records that Azure refused on their own. See why, then replay or discard them.");let s=Xt(t).filter(
u=>!Oo(u)),a=s.every(To);return ce(a?"good":"warning",`${o}.`,Ao(s))}function Qg(e,{nowMs:t,intervalMs:n},{gaining:r,losing:o,advice:i}){let s=js(e);if(s===void 0)
return ce("busy",`${r}: how far behind is not known yet.`);let a=t-s,u=`about ${Q(a)} behind`,c=zs(e,n);if(c===void 0)return ce("busy",`${r}: ${u}; the next run\
s show how long it takes.`);let d=Kg(a,c);return d===void 0?ce("warning",`${o}: ${u}, and at this speed it does not get less.`,i):ce("busy",`${r}: ${u}; at this\
 speed done in about ${Q(d)}.`)}function mT(e,{reason:t},n){let r=e.findIndex(({outcome:s})=>s!=="stopped"),o=r===-1?e.length:r,i=o>=fT;return ce(i?"bad":"warni\
ng",pr(`Stopped: ${t??"the last run could not go on"}`),i?`The last ${D(o,"run")} stopped. Each next one tries again and skips no log, but Auth0 keeps logs for \
1 to 30 days only. Put right what the reason names; testing the connections shows what works.`:`Nothing is lost: the next run goes on where this one ended, in a\
bout ${Q(n)}.`)}function tb(e,t){return hT(t)??yT(e,t)??wT(e,t)??gT(e,t)??vT(e,t)??ST(e,t)??eb(e,t,nb(e,t))}function hT({problems:e}){let{length:t}=e;if(t!==0)return ce("bad",`\
Misconfigured: nothing is exported until ${D(t,"problem")} in the settings ${t===1?"is":"are"} put right.`,Ao(e))}function yT(e,{nowMs:t}){let{pausedAtMs:n}=un(
e);if(n===null)return;let r=kn(e,t)!==void 0;if(r&&e.pausedAtMs===null)return ce("busy","Pausing: the run that is under way ends first.");let o=t-n,i=o>0?` for ${Q(
o)}`:"",s=r?"a run that an administrator began is under way; no scheduled run comes":"nothing is exported",a=e.actions.find(({kind:u})=>u==="pause")?.by;return ce(
r?"busy":"warning",`Paused${i}${a===void 0?"":` by ${Te(a,100)}`}: ${s} until the export is resumed.`,"Auth0 keeps what waits meanwhile, but only for the log re\
tention of the tenant, which is 1 to 30 days by plan. Resume the export before that.")}function gT(e,{nowMs:t}){if(!(q(e).length>0||kn(e,t)===void 0))return ce(
"busy","The first run is under way.")}var bT=10*6e4;function wT(e,{nowMs:t}){let n=te.map(o=>ne(le(e,o)??"")),r=Math.max(...n.map(o=>(o??t)-t));if(!(r<=bT))return ce(
"bad",`The checkpoint lies ${Q(r)} in the future: nothing is exported until then.`,"Move it back to where the export should go on.")}function vT(e,t){let{nowMs:n,
intervalMs:r}=t,o=Xs(e,t),i=Q(r);if(o!==void 0){let s=Q(n-o.sinceMs),a=o.hasRun?`for ${s}`:`yet, after ${s}`;return ce("bad",`The scheduler is silent: no schedu\
led run ${a}, though one should come every ${i}.`,"Start a run by hand to export what waits, and see in the Auth0 dashboard whether the extension is installed a\
nd its schedule is on. Reinstalling is the last resort, because it deletes the checkpoint.")}if(!(q(e).length>0))return ce("busy",`No run yet. The first one com\
es within ${i}.`)}function ST(e,t){let n=Dc(e),[r]=q(e);if(!(n===void 0||r===void 0||r.startedAtMs>=n))return ce("busy",`The checkpoint was moved ${hr(n,t.nowMs)}\
; the next run goes on from there, in about ${Q(nb(e,t))}.`)}function nb(e,{nowMs:t,intervalMs:n}){return(Ys(e,t,n)??t+n)-t}async function rb(e,t,n,r){let{last:o}=e,i=o?.tenant===t?n-o.askedAtMs:Number.POSITIVE_INFINITY;if(o!==void 0&&i>=0&&i<6e5)return o.atMs;let s=await r();return e.
last={tenant:t,askedAtMs:n,atMs:s},s}function Qs(e,[t,n],r){if(e.length<=r)return e.map(s=>ob(s.atMs,[s],s));let o=(n-t)/r,i=new Map;for(let s of e){let a=Math.min(r-1,Math.max(0,Math.floor((s.atMs-
t)/o))),u=i.get(a);u===void 0?i.set(a,[s]):u.push(s)}return[...i].flatMap(([s,a])=>{let[u]=a;return u===void 0?[]:[ob(t+(s+.5)*o,a,u)]})}function ob(e,t,n){return{
atMs:e,items:t,first:n,last:t.at(-1)??n}}var Kc=P(Pn()),ub=P(Cr());function $c([e,t],[n,r]){let o=t-e;return i=>{let s=o>0&&!Number.isNaN(i)?wr((i-e)/o,0,1):0;return br(n+s*(r-n))}}function br(e){return Math.round(e*10)/10}function wr(e,t,n){
return Math.min(n,Math.max(t,e))}var Wc=6e4,sb=60*Wc,ta=24*sb,xT=10*Wc,AT=[...[1,2,5,10,15,30].map(e=>e*Wc),...[1,2,3,4,6,12].map(e=>e*sb),...[1,10,100,1e3,1e4,1e5,1e6,1e7,1e8].flatMap(e=>[1,2,
5].map(t=>t*e*ta))],ET=50*ta,RT=1e3*ta;function na(e){let t=e[0]??0,n=e.at(-1)??0,r=Math.max(0,xT-(n-t));return[wr(Math.floor(t-r/2),-864e13,864e13),wr(Math.ceil(
n+r/2),-864e13,864e13)]}function ab([e,t],n){let r=AT.find(i=>ib(e,t,i)<=n)??t-e,o=Math.ceil(e/r);return Array.from({length:ib(e,t,r)},(i,s)=>kT((o+s)*r,r))}function ib(e,t,n){
return Math.floor(t/n)-Math.ceil(e/n)+1}function kT(e,t){let{day:n,month:r,year:o,clock:i}=hg(e);return t>=RT?{atMs:e,text:o}:t>=ET?{atMs:e,text:r}:t>=ta?{atMs:e,
text:n}:{atMs:e,text:i==="00:00"?n:i,isoTime:So(e)}}var vr=520,Po=187,Sr=54,xr=vr-12,Gc=26,Ar=Po-26,_T=5;function ra(e){let{span:t,points:n,ticksTo:r,margin:o=0}=e,i=r((0,Kc.default)(n.map(({value:u})=>u))??0),s=$c(
t,[Sr+o,xr-o]),a=$c([0,i.at(-1)?.value??1],[Ar,Gc]);return{label:TT(e),ticks:i.map(u=>({...u,y:a(u.value)})),timeTicks:ab(t,_T).map(u=>({...u,x:s(u.atMs)})),xOf:s,
yOf:a}}function TT({name:e,points:t,textOf:n}){let[r]=t,o=t.at(-1);if(r===void 0||o===void 0)return`${e}: nothing to show yet.`;let i=t.map(({value:a})=>a),s=t.
filter(({run:a})=>Qt(a)).length;return`${e}, in ${D(t.length,"run")} from ${Tt(r.atMs)} to ${Tt(o.atMs)}: at least ${n((0,ub.default)(i)??0)}, at most ${n((0,Kc.default)(
i)??0)}, last ${n(o.value)}; ${s} failed.`}function oa(e){return e.filter(({work:t})=>t===void 0).reverse().sort((t,n)=>t.startedAtMs-n.startedAtMs)}var Vc=5;function cb(e){let t=Math.max(1,ue(e)),n=Math.max(1,lb(t));return fb(n,t).map(r=>({value:r,text:Tc(r)}))}var qc=1e3,Io=60*qc,ia=60*Io,sa=24*ia,OT=[...[
15,30].map(e=>e*qc),...[1,2,5,10,15,30].map(e=>e*Io),...[1,2,3,6,12].map(e=>e*ia)],MT=Io;function db(e){let t=Math.max(MT,ue(e)),n=OT.find(i=>i*Vc>=t)??sa*Math.
max(1,lb(t/sa)),[r,o]=PT(n);return fb(n,t).map(i=>({value:i,text:i===0?"0":`${Tc(i/r)} ${o}`}))}function PT(e){return e<Io?[qc,"s"]:e<ia?[Io,"min"]:e<sa?[ia,"h"]:
[sa,"d"]}function lb(e){let t=10**Math.floor(Math.log10(e/Vc));return([1,2,5].find(r=>r*t*Vc>=e)??10)*t}function fb(e,t){let n=Math.ceil(t/e);return Array.from(
{length:n+1},(r,o)=>o*e)}var IT=90,LT=45,CT=4;function pb(e){let t=oa(e),n=na(t.map(({startedAtMs:a})=>a)),r=DT(t),o=ra({name:"Lag after each run",span:n,points:r.flat(),ticksTo:db,textOf:Xe}),
i=r.map(a=>Qs(a,n,IT).map(u=>NT(u,o))),s=i.flat();return{frame:o,dots:s,dotRadius:s.length>LT?1.5:3,lines:i.filter(a=>a.length>1).map(FT)}}function DT(e){let t=e.
slice(1).map((i,s)=>i.startedAtMs-(e[s]?.startedAtMs??0)),n=(Js(t)??0)*CT,r=[[]],o=e[0]?.startedAtMs??0;for(let i of e){let s=Zt(i),a=i.startedAtMs;(s===void 0||
a-o>n)&&r.push([]),s!==void 0&&r.at(-1)?.push({atMs:a,value:s,run:i}),o=a}return r}function NT({items:e,first:t},{xOf:n,yOf:r}){let o=e.reduce((s,a)=>a.value>s.
value?a:s,t),i=e.length===1?"":`, the highest of ${e.length} runs`;return{x:n(o.atMs),y:r(o.value),title:`${Tt(o.atMs)}: ${Xe(o.value)}${i}`}}function FT(e){return`\
M${e.map(({x:t,y:n})=>`${t} ${n}`).join("L")}`}var mb=vr-42;function ua({frame:e,children:t}){return v("svg",{viewBox:`0 0 ${vr} ${Po}`,role:"img","aria-label":e.label,children:[t.length===0?l(aa,{x:vr/2,y:Po/
2,text:"Nothing to show yet"}):l(BT,{frame:e}),t]})}function BT({frame:{ticks:e,timeTicks:t}}){let n=t.some(({isoTime:r})=>r===void 0);return v(_,{children:[n&&
l(aa,{x:xr,y:Gc-12,anchor:"end",text:"days in UTC"}),e.map(({y:r,text:o,value:i})=>v(_,{children:[l("path",{class:i===0?"plot-axis":"plot-grid",d:`M${Sr} ${r}H${xr}`}),
l(aa,{x:Sr-6,y:r+4,anchor:"end",text:o})]})),t.map(({x:r,text:o,isoTime:i})=>v(_,{children:[l("path",{class:"plot-axis",d:`M${r} ${Ar}v4`}),l(aa,{x:r>mb?vr-2:r,
y:Po-6,anchor:r>mb?"end":"middle",text:o,time:i})]}))]})}function aa({x:e,y:t,anchor:n="middle",text:r,time:o}){return l("text",{class:"plot-text","text-anchor":n,
x:e,y:t,"data-time":o,children:r})}function hb({runs:e}){let{frame:t,lines:n,dots:r,dotRadius:o}=pb(e);return l(ua,{frame:t,children:[...n.map(i=>l("path",{class:"plot-line",d:i})),...r.map(({x:i,
y:s,title:a})=>l("circle",{class:"plot-dot",cx:i,cy:s,r:o,children:l("title",{children:a})}))]})}var zc=P(Pn()),yb=P(ht());var HT={"caught-up":{tone:"good",text:"caught up",meaning:"Nothing was left to export."},"out-of-time":{tone:"busy",text:"out of time",meaning:"More was left to\
 export; the next run goes on from here."},"rate-limited":{tone:"warning",text:"rate limited",meaning:"A rate limit was reached; the next run goes on from here."},
stopped:{tone:"bad",text:"stopped",meaning:"The run could not go on; the next one tries again from here."},misconfigured:{tone:"bad",text:"misconfigured",meaning:"\
Nothing is exported until a person puts this right."}},UT={tone:"good",text:"replayed",meaning:"Dead letters were sent again."},$T={tone:"warning",text:"refused\
 again",meaning:"Azure refused some of the dead letters again; they wait where they were."};function Er(e){return e.work!=="replay"||e.outcome!=="caught-up"?HT[e.
outcome]:_o(e)>0?$T:UT}var WT={schedule:"schedule",administrator:"an administrator","command-line":"command line"};function ca({trigger:e,by:t=""}){return Te(t,
100)||WT[e]}var KT=113,GT=24,VT=14,qT=.7,jT=1,zT=2,JT=6;function gb(e){let t=oa(e).map(u=>({atMs:u.startedAtMs,value:_n(u),run:u})),n=na(t.map(({atMs:u})=>u)),r=Qs(t,n,KT),
o=(xr-Sr)/Math.max(GT,r.length),i=br(wr(o*qT,1.5,VT)),s=ra({name:"Logs per run",span:n,points:t,ticksTo:cb,textOf:Y,margin:i/2}),a=r.flatMap(u=>{let c=br(s.xOf(
u.atMs)-i/2),d=XT(u);return[!1,!0].flatMap(f=>{let y=(0,zc.default)(jc(u.items.filter(({run:m})=>Qt(m)===f)));if(y===void 0)return[];let p=br(Math.max(YT(y,f),Ar-
s.yOf(y)));return[{x:c,y:br(Ar-p),width:i,height:p,isFailed:f,title:d}]})});return{frame:s,bars:a}}function YT(e,t){return t?JT:e===0?jT:zT}function jc(e){return e.
map(({value:t})=>t)}function XT({items:e,first:t,last:n}){let r=D((0,yb.default)(jc(e)),"log");if(e.length===1)return`${Tt(t.atMs)}: ${r}, ${Er(t.run).text}`;let o=e.
filter(({run:i})=>Qt(i)).length;return`${Tt(t.atMs)} to ${Tt(n.atMs)}: ${r} in ${e.length} runs, at most ${Y((0,zc.default)(jc(e))??0)} in one${o===0?"":`; ${o}\
 failed`}`}function bb({runs:e}){let{frame:t,bars:n}=gb(e);return l(ua,{frame:t,children:n.map(({x:r,y:o,width:i,height:s,isFailed:a,title:u})=>l("rect",{class:a?"plot-bar\
-bad":"plot-bar",x:r,y:o,width:i,height:s,children:l("title",{children:u})}))})}function Rr({prefix:e,runId:t,children:n}){return l("a",{href:`${e}/runs/${encodeURIComponent(t)}`,children:n})}function Lo({prefix:e,run:t}){return l(Rr,{prefix:e,
runId:t.runId,children:l(J,{atMs:t.startedAtMs})})}var wb=P(Cr()),vb=P(ht());var ZT=12;function Sb(e){return te.map(t=>QT(e,t)).reduce((t,n)=>n.total>t.total?n:t)}function QT({history:e},t){let n=new Map,r=[],o=0;for(let{deliveries:a,startedAtMs:u}of e)
for(let{destination:c,types:d,logs:f}of a){if(c!==t||d===void 0)continue;r.push(u);let y=0;for(let[p,m]of Object.entries(d)){let g=ue(m);n.set(p,(n.get(p)??0)+g),
y+=g}o+=Math.max(y,ue(f))}let i=eO(n),s=o-(0,vb.default)(i.map(a=>a.count));return{types:s>0?[...i,{name:"Others",count:s}]:i,total:o,sinceMs:(0,wb.default)(r)}}
function eO(e){return[...e].filter(([,t])=>t>0).sort(([t,n],[r,o])=>o-n||(t<r?-1:1)).slice(0,ZT).map(([t,n])=>{let{event:r,category:o}=jn(t);return{code:t,name:r,
category:o,count:n}})}var xb=160;function Ab({state:e}){let{types:t,total:n,sinceMs:r}=Sb(e);if(n===0)return null;let o=[["Type",({name:i,code:s})=>v(_,{children:[Te(i,80)," ",l("spa\
n",{class:"faint",children:s&&Te(s,40)})]})],["Category",({category:i})=>i??"–","optional"],["Logs",({count:i})=>Y(i),"number"],["Share",({count:i})=>l(tO,{share:i/
n})]];return v("section",{children:[l("h2",{children:"What arrived"}),v("p",{class:"faint",children:[D(n,"log")," in the runs since ",l(J,{atMs:r}),"."]}),l(Jt,
{label:"What arrived",columns:o,children:t.map(i=>l(Yt,{columns:o,item:i}))})]})}function tO({share:e}){return v("span",{class:"row-share",children:[l("span",{children:xg(
e)}),l("svg",{class:"share",viewBox:`0 0 ${xb} 10`,"aria-hidden":"true",children:l("rect",{width:Math.max(1,Math.round(e*xb)),height:"10",rx:"3"})})]})}function kr({run:e}){let{tone:t,text:n}=Er(e);return l("span",{class:`badge ${t}`,children:n})}function Eb({frame:e,state:t,nowMs:n,figures:r,destinations:o,place:i}){let{lastRun:s,nextRunAtMs:a,lastDay:u,frontierMs:c}=r,{prefix:d}=e,f=r.speed===0||s?.outcome!==
"caught-up",y=c===void 0?void 0:n-c,p=f?y:s&&Zt(s),m=t.deadLetters.length,g=[["Lag",Xe(p),nO(p)],s===void 0?["Last run","none yet",""]:["Last run",hr(s.startedAtMs,
n),v(_,{children:[l(Lo,{prefix:d,run:s})," ",l(kr,{run:s})]})],a===void 0?["Next run","–",t.pausedAtMs===null?"not known yet":"paused"]:["Next run",a-n<1e3?"d\
ue now":`in ${Q(a-n)}`,v(_,{children:[l(J,{atMs:a}),", every ",Q(r.intervalMs)]})],[u.isComplete?"Logs in 24 hours":"Logs so far",Y(u.logs),`in ${D(u.runs,"run")}`],
["Dead letters",Y(m),m===0?"none wait":l("a",{href:`${d}/dead-letters`,children:"look at them"})],["Destination",i??"–",o.map(Be).join(", ")]];return l("dl",{
class:"tiles",children:g.map(([b,w,S])=>v("div",{class:"tile",children:[l("dt",{children:b}),l("dd",{children:w}),l("dd",{children:S})]}))})}function nO(e){return e===
void 0?"not known yet":e===0?"nothing was left to export":"since the last exported log"}function Rb(e){let{frame:t,done:n,state:r,nowMs:o,health:i,retention:s,destinations:a}=e,u=et(r),c=kn(r,o)!==void 0;return v(_,{children:[l("h1",{children:"Over\
view"}),l(lr,{done:n}),v("div",{"data-live-part":"health","data-under-way":c,children:[l("div",{class:`notice health ${i.tone}`,children:v("div",{children:[l("p",
{class:"headline",children:i.headline}),c&&l("p",{class:"badge busy pulse",children:"a run is under way"}),i.advice!==""&&l("p",{children:i.advice})]})}),l(oO,{
...e}),s!==void 0&&l($,{tone:s.tone,children:s.sentence}),r.requests.length>0&&l($,{tone:"busy",children:"What an administrator asked for waits until the run un\
der way next stores its place."})]}),v("div",{class:"row","data-live-part":"actions",children:[r.pausedAtMs!==null&&l(Re,{frame:t,path:"/resume",busyText:"Resum\
ing…",children:l("button",{type:"submit",children:"Resume the export"})}),l(Re,{frame:t,path:"/run",busyText:"Running…",children:l("button",{type:"submit",class:r.
pausedAtMs===null?void 0:"quiet",children:"Run now"})}),l("a",{class:"button quiet",href:`${t.prefix}/actions`,children:"More actions"})]}),l("p",{class:"hint",
"data-live-status":!0,role:"status"}),l("div",{"data-live-part":"tiles",children:l(Eb,{...e})}),v("div",{class:"plots","data-live-part":"plots",children:[v("fig\
ure",{children:[l("figcaption",{children:"Logs per run"}),l(bb,{runs:u})]}),v("figure",{children:[l("figcaption",{children:"Lag after each run"}),l(hb,{runs:u})]})]}),
l("div",{"data-live-part":"arrived",children:l(Ab,{state:r})}),a.includes("data-collector")&&l($,{tone:"warning",children:"This export uses the HTTP Data Collec\
tor API. Microsoft ended its support on 14 September 2026: it still takes data, without a promise and without a date at which it is switched off. Should it refu\
se one day, the export stops, says so, and keeps its place. Its successor is the Logs Ingestion API: see LOGANALYTICS_DESTINATION in the settings."})]})}var rO=168*
36e5;function oO({frame:e,state:t,nowMs:n}){let r=t.history.find(o=>Xt(o).some(Oo));return r===void 0||n-r.endedAtMs>rO?null:v($,{tone:"warning",children:[Xt(r).
find(Oo)," ",l(Rr,{prefix:e.prefix,runId:r.runId,children:"The run that found it"})]})}var iO=24*36e5,sO=1/4;function kb(e){let{oldestRetainedAtMs:t,frontierMs:n,speed:r,nowMs:o}=e;if(!xn(t)||t>o||n>=o)return;let i=n-t;if(i<0)return{tone:"bad",sentence:`\
Logs are being lost now: Auth0 has already deleted logs that were not exported, up to ${Q(-i)} of them.`};if(r!==void 0&&r>=1)return{tone:"good",sentence:"The e\
xport is at least as fast as Auth0 deletes old logs: none is lost."};let s=i/(1-(r??0));return{tone:s<iO||s<(o-t)*sO?"warning":"good",sentence:`${r===void 0?"If\
 the export does not go on":"At the present speed"}, Auth0 begins to delete logs that are not exported yet in about ${Q(s)}.`}}var _b={title:"Overview",section:"overview",isLive:!0},aO=36e5;function uO(e){return e.kind==="data-collector"?`${e.logType}_CL`:e.stream}function Tb(e){let{clock:t,
values:n,memory:r,work:o}=e;async function i(s,{frontierMs:a,speed:u},c){if(a===void 0||c-a<aO)return;let d=await rb(r.oldestLog,String(n.AUTH0_DOMAIN),c,()=>o.
oldestLogAtMs(s));return kb({oldestRetainedAtMs:d,frontierMs:a,speed:u,nowMs:c})}return new z().get("/",s=>ot(e,s,_b,async a=>{let u=t.now(),c=gr(n),d=Jg(a,u),{
intervalMs:f}=d,y=c.ok?[]:c.problems.map(mn),p=c.ok?c.settings.minIntervalMs:0;return e.render(s,_b,l(Rb,{frame:e.frameOf(s),done:s.req.query("done"),state:a,nowMs:u,
figures:d,health:tb(a,{nowMs:u,problems:y,intervalMs:f,minIntervalMs:p}),retention:await i(a,d,u),destinations:c.ok?c.settings.destinations.map(({kind:m})=>m):te.
filter(m=>le(a,m)!==void 0),place:c.ok?c.settings.destinations.map(uO).join(", "):void 0}))}))}function Pb(e){let t=[...et(e)],n=[];for(let r of e.actions){let o=t.findIndex(s=>s.startedAtMs<r.atMs),i=t.splice(0,o===-1?t.length:o);n.push(...i.map(Ob),{kind:"\
action",action:r})}return[...n,...t.map(Ob)]}function Ob(e){return{kind:"run",run:e}}function Ib(e){let t=[];for(let n of e){let r=Mb(t.at(-1)),o=Mb(n);r.length>
0&&o.length>0?t[t.length-1]={kind:"idle",runs:[...r,...o]}:t.push(n)}return t}function Mb(e){return e?.kind==="idle"?e.runs:e?.kind==="run"&&Zg(e.run)?[e.run]:[]}
var Jc={all:()=>!0,failed:e=>e.kind==="run"&&Uc(e.run),"with-logs":e=>e.kind==="run"&&_n(e.run)>0,actions:e=>e.kind==="action"};var Yc=50,Lb=[["all","All"],["failed","Failed or with warnings"],["with-logs","With logs"],["actions","Actions"]];function Cb(e,t){let n=Pb(e),r=cO(t.filter),o=Ib(
n.filter(Jc[r])),i=o.length,s=Math.max(1,Math.ceil(i/Yc)),a=Math.min(s,dO(t.page)),u=(a-1)*Yc,c=Math.min(i,u+Yc);return{filter:r,filters:Lb.map(([d,f])=>({name:d,
title:f,count:n.filter(Jc[d]).length})),entries:o.slice(u,c),page:a,pages:s,first:Math.min(i,u+1),last:c,total:i}}function cO(e){return Lb.find(([t])=>t===e)?.[0]??
"all"}function dO(e=""){return/^[1-9]\d{0,8}$/.test(e)?Number(e):1}function Db({prefix:e,found:{run:t,newerId:n,olderId:r}}){return v(_,{children:[v("h1",{children:["Run of ",l(J,{atMs:t.startedAtMs})]}),l(lO,{run:t}),l(fO,{run:t}),
t.deliveries.map(o=>l(pO,{delivery:o})),!Zs(t)&&l("p",{class:"hint",children:"This run is so long ago that only its figures are kept; its warnings and types are\
 gone."}),v("p",{class:"row",children:[l("a",{class:"button quiet",href:`${e}/runs/${encodeURIComponent(t.runId)}/report.json`,download:!0,children:"Download as\
 JSON"}),n!==void 0&&l(Rr,{prefix:e,runId:n,children:"The run after it"}),r!==void 0&&l(Rr,{prefix:e,runId:r,children:"The run before it"}),l("a",{href:`${e}/ru\
ns`,children:"All runs"})]})]})}function lO({run:e}){let{tone:t,meaning:n}=Er(e);return v(_,{children:[v($,{tone:t,children:[l("p",{children:n}),e.reason!==void 0&&
v("p",{children:["Why: ",e.reason]}),Mo(e).map(r=>l("p",{children:r}))]}),Xt(e).map(r=>l($,{tone:To(r)?"busy":"warning",word:"Note",children:r}))]})}function fO({
run:e}){let{pages:t,pageRetries:n=0,capacityLogs:r}=e;return l(En,{facts:[["Outcome",l(kr,{run:e})],["Began by",ca(e)],["Took",Xe(ko(e))],["Pages read",t&&`${Y(
t)}, with ${D(n,"retry","retries")}`],["Lag at its end",Xe(Zt(e))],["Last log exported",l(J,{atMs:e.lastExportedAtMs})],["One run can carry about",r&&D(r,"log")],
["Id",l(Ye,{id:e.runId})]]})}function pO({delivery:e}){let{destination:t,logs:n=0,batches:r=0,retries:o=0,deadLetters:i=0}=e,{checkpoint:s,bytes:a,truncatedRecords:u,
types:c}=e,d=a===void 0?"":` (${vg(a)})`;return v("section",{children:[l("h2",{children:Be(t)}),l(En,{facts:[["Delivered",`${D(n,"log")} in ${D(r,"batch","batch\
es")}${d}`],["Retries",Y(o)],["Shortened to fit",u&&D(u,"record")],["Kept as dead letters",Y(i)],["Goes on after",s&&l(Ye,{id:s})],["Types",c&&l(mO,{types:c})]]})]})}
function mO({types:e}){return l("ul",{children:Object.entries(e).map(([t,n])=>v("li",{children:[Y(n)," × ",yr(t)]}))})}var Nb={pause:"paused the export",resume:"resumed the export",move:"moved the checkpoint",discard:"discarded dead letters",test:"tested the connections",view:"l\
ooked at a dead letter",install:"installed the extension",update:"updated the extension"};function Fb({by:e}){return Te(e,100)||"somebody"}function hO(e){return[["Started",t=>l(Lo,{prefix:e,run:t})],["Outcome",t=>l(vO,{run:t})],["Began by",ca,"optional"],["Took",t=>Xe(ko(t)),"number optional"],["Lo\
gs",t=>Y(_n(t)),"number"],["Batches",t=>Y(Xg(t)),"number optional"],["Retries",t=>Y(Fc(t)),"number optional"],["Lag",t=>Xe(Zt(t)),"number"],["Checkpoint",({deliveries:t})=>t.
map(yO),"optional"]]}function yO({checkpoint:e}){let t=e&&ne(e);return t?l(J,{atMs:t}):e&&l(Ye,{id:e})}function Bb({prefix:e,list:t}){let{filter:n,filters:r,entries:o}=t,
i=hO(e);return v(_,{children:[l("h1",{children:"Runs"}),l("nav",{class:"filters","aria-label":"Which runs",children:r.map(({name:s,title:a,count:u})=>v("a",{href:`${e}\
/runs?show=${s}`,"aria-current":s===n&&"true",children:[a," (",Y(u),")"]}))}),l("p",{class:"hint","data-live-status":!0,role:"status"}),v("div",{"data-live-part":"\
runs",children:[o.length===0?l("p",{class:"card",children:n==="all"?"No run yet.":"There is nothing of that kind."}):l(Jt,{label:"Runs",columns:i,children:o.map(
s=>l(gO,{prefix:e,columns:i,entry:s}))}),l(SO,{prefix:e,list:t})]})]})}function gO({prefix:e,columns:t,entry:n}){if(n.kind==="run")return l(Yt,{columns:t,item:n.
run});let r=n.kind==="idle";return v("tr",{class:r?"folded":void 0,children:[l("td",{children:l(J,{atMs:r?n.runs[0]?.startedAtMs:n.action.atMs})}),l("td",{colspan:t.
length-1,children:r?l(bO,{prefix:e,runs:n.runs}):l(wO,{action:n.action})})]})}function bO({prefix:e,runs:t}){return v("details",{children:[v("summary",{children:[
D(t.length,"run")," since ",l(J,{atMs:t.at(-1)?.startedAtMs})," found nothing new"]}),l("ul",{children:t.map(n=>v("li",{children:[l(Lo,{prefix:e,run:n})," took ",
Xe(ko(n))]}))})]})}function wO({action:e}){let{kind:t,detail:n}=e;return v(_,{children:[l("span",{class:"badge",children:"action"})," ",Fb(e)," ",Nb[t],n===""?"":
`: ${Te(n)}`]})}function vO({run:e}){let t=_o(e),n=Hc(e);return v(_,{children:[l(kr,{run:e}),n!==""&&!Qt(e)&&l("span",{class:"badge warning",children:"see why"}),
t>0&&l("span",{class:"badge warning",children:D(t,"dead letter")}),n!==""&&l("div",{class:"hint",children:Te(n,90)})]})}function SO({prefix:e,list:t}){let{filter:n,
page:r,pages:o,first:i,last:s,total:a}=t;if(o===1)return null;let u=c=>`${e}/runs?show=${n}&page=${c}`;return v("nav",{class:"pages","aria-label":"Pages of the \
list",children:[r>1&&l("a",{href:u(r-1),rel:"prev",children:"Newer"}),v("span",{children:[i," to ",s," of ",Y(a)]}),r<o&&l("a",{href:u(r+1),rel:"next",children:"\
Older"})]})}var Hb={title:"Runs",section:"runs",isLive:!0},Ub={title:"Run",section:"runs"};function $b(e){let{prefix:t}=e;return new z().get("/runs",n=>ot(e,n,Hb,r=>{let{show:o,
page:i}=n.req.query(),s=Cb(r,{filter:o,page:i});return e.render(n,Hb,l(Bb,{prefix:t,list:s}))})).get("/runs/:id",n=>ot(e,n,Ub,r=>{let o=xo(r,n.req.param("id"));
return o===void 0?n.notFound():e.render(n,Ub,l(Db,{prefix:t,found:o}))})).get("/runs/:id/report.json",async n=>{let r=await _t(e.store),o=r.status==="state"?xo(
r.state,n.req.param("id")):void 0;if(o===void 0)return n.notFound();let i=o.run.runId.replace(/[^\w-]/g,"_").slice(0,60);return n.body(`${JSON.stringify(o.run,null,
2)}
`,200,{"content-type":"application/json; charset=utf-8","content-disposition":`attachment; filename="run-${i}.json"`})})}function Wb(e){let{rows:t,secrets:n}=dr(e);return t.map(r=>xO(r,n))}function xO(e,t){let{row:n,outcome:r}=e,o=r.status!=="unused",i=RO(e,t);return{name:n.name,meaning:n.
meaning,expected:n.kind.expected,isSecret:Wt(n),isRequired:n.isRequired&&o,isForPage:n.isForPage===!0,isUsed:o,origin:AO(e),shown:EO(e,t),...i===void 0?{}:{problem:i}}}
function AO({row:e,given:t}){return t!==void 0?e.isGivenByPlatform?"given":"set":e.default===void 0?"not-set":"default"}function EO({row:e,given:t},n){return t===
void 0?e.default??"not set":Wt(e)?"set":Qr(t,n,Ui)}function RO({row:e,given:t,outcome:n},r){if(n.status==="missing")return n.problem;if(n.status!=="wrong")return;
let o=Wt(e)?Ui(t):Qr(t,r,Ui);return{...n.problem,came:o}}var kO={set:"set in the dashboard",given:"given by Auth0",default:"default","not-set":"–"},Kb=[["Setting",({name:e})=>l("code",{children:e}),"name"],["Value",
({shown:e})=>e],["Came from",({origin:e})=>kO[e]],["Well-formed",e=>l(TO,{setting:e})],["Meaning",({meaning:e})=>l("span",{class:"faint",children:e}),"optional"]];
function Gb(e){return new z().get("/settings",t=>e.render(t,{title:"Settings",section:"settings"},l(_O,{prefix:e.prefix,settings:Wb(e.values)})))}function _O({prefix:e,
settings:t}){let n=t.flatMap(({problem:r})=>r??[]);return v(_,{children:[l("h1",{children:"Settings"}),n.length===0?v($,{tone:"good",children:["All settings are\
 well-formed. Whether Auth0 and Azure accept them, a"," ",l("a",{href:`${e}/actions`,children:"test of the connections"})," tells."]}):l($,{tone:"bad",children:n.
map(r=>l("p",{children:mn(r)}))}),l("p",{class:"faint",children:"They are changed in the Auth0 dashboard: Extensions, Installed Extensions, the wheel beside thi\
s extension. A secret is never shown, only whether it is set."}),l(Jt,{label:"Settings",columns:Kb,children:t.map(r=>l(Yt,{columns:Kb,item:r}))})]})}function TO({
setting:{isUsed:e,problem:t}}){if(!e)return l("span",{class:"faint",children:"not used by the chosen destination"});let n=t===void 0;return l("span",{class:`bad\
ge ${n?"good":"bad"}`,children:n?"Yes":"No"})}var ad=require("node:crypto");var OO=10*6e4,Vb=6e4,MO=1e4,PO=5e3,IO=1e5,Xc="RS256";function jb(){return{known:void 0}}function zb(e,t,n,r){let o=r.known?.origin===e?r.known:LO(e);r.known=o;function i(){
let a=n.now()-(o.kept?.atMs??Number.NEGATIVE_INFINITY);return a>=0&&a<OO?o.kept?.keys:void 0}async function s(){if(o.underWay!==void 0)return o.underWay;let a=o.
askableAtMs-n.now();if(a>0&&a<=Vb)return;o.underWay=CO(e,t);let u=await o.underWay;o.underWay=void 0;let c=n.now();return o.askableAtMs=c+(u===void 0?MO:Vb),u!==
void 0&&(o.kept={keys:u,atMs:c}),u}return{async find(a){let u=i()??await s();if(u===void 0)return{status:"unreachable"};let c=await qb(u,a);if(c!==void 0)return{
status:"found",key:c};let d=await s(),f=d&&await qb(d,a);return f===void 0?{status:"unknown"}:{status:"found",key:f}}}}function LO(e){return{origin:e,kept:void 0,
askableAtMs:0,underWay:void 0}}async function CO(e,t){let n=await t.send({method:"GET",url:`${e}/.well-known/jwks.json`,headers:{accept:"application/json"},timeoutMs:PO,
maxResponseBytes:IO});if(!(n.status!=="answered"||n.statusCode!==200))try{return Qu(JSON.parse(n.body))}catch{return}}async function qb(e,t){try{return await e(
{alg:Xc,kid:t})}catch{return}}var DO=/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,Jb={name:"somebody with the page password",way:"password"};function Yb(e){return{name:e.map(NO).find(n=>n!=="")??"someb\
ody without a name",way:"dashboard"}}function NO(e){return typeof e!="string"?"":[...e.replace(DO,"").trim()].slice(0,100).join("").trim()}var da=require("node:crypto");function mt(e,t){return(0,da.timingSafeEqual)(Xb(e),Xb(t))}function Xb(e){return(0,da.createHash)("sha256").update(e).digest()}var Qc="read:logs",FO=600,BO=30;async function Qb({idToken:e,accessToken:t,nonce:n},r,o,i){let s={algorithms:[Xc],issuer:`${r.authority.origin}/`,clockTolerance:BO,
currentDate:new Date(i)},a=await Zb(e,"id token",o,{...s,audience:r.clientId,requiredClaims:["exp","sub","nonce"],maxTokenAge:FO});if(a.status!=="verified")return a;
if(!HO(r.clientId,a.claims))return Tn("aud","id token");if(!Zc(a.claims.nonce,n))return Tn("nonce","id token");let u=await Zb(t,"access token",o,{...s,audience:r.
apiAudience,requiredClaims:["exp","sub","azp"]});if(u.status!=="verified")return u;if(!Zc(u.claims.azp,r.clientId))return Tn("azp","access token");if(!Zc(u.claims.
sub,a.claims.sub))return Tn("sub","access token");if(!UO(u.claims.scope))return{status:"not-permitted"};let{email:c,email_verified:d,sub:f}=a.claims;return{status:"\
verified",administrator:Yb([d===!1?void 0:c,f])}}function HO(e,{aud:t,azp:n}){return(!Array.isArray(t)||t.length===1)&&(n===void 0||n===e)}function Zc(e,t){return typeof e==
"string"&&typeof t=="string"&&mt(e,t)}function UO(e){return typeof e=="string"&&e.split(" ").includes(Qc)}async function Zb(e,t,n,r){let o=$O(e);if(o===void 0)return Tn(
"form",t);let i=await n.find(o);if(i.status==="unreachable")return i;if(i.status==="unknown")return Tn("key",t);try{let{payload:s}=await At(e,i.key,r);return{status:"\
verified",claims:s}}catch(s){return Tn(WO(s),t)}}function $O(e){try{let{kid:t}=go(e);return typeof t=="string"?t:void 0}catch{return}}function WO(e){return e instanceof
ao.JWTClaimValidationFailed||e instanceof ao.JWTExpired?e.claim:"signature"}function Tn(e,t){return{status:"refused",what:`${e} of the ${t}`}}var KO=/^[\w!#$%&'*.^`|~+-]+$/,GO=/^[!#-:<>-[\]-~]+$/,VO=/^[ !#-:<-[\]-~]*$/,ew=e=>{let t=0,n=e.length;for(;t<n;){let r=e.charCodeAt(t);if(r!==32&&r!==9)break;t++}
for(;n>t;){let r=e.charCodeAt(n-1);if(r!==32&&r!==9)break;n--}return t===0&&n===e.length?e:e.slice(t,n)},ed=(e,t)=>{if(t&&e.indexOf(t)===-1)return{};let n=e.split(
";"),r=Object.create(null);for(let o of n){let i=o.indexOf("=");if(i===-1)continue;let s=ew(o.substring(0,i));if(t&&t!==s||!GO.test(s)||s in r)continue;let a=ew(
o.substring(i+1));if(a.startsWith('"')&&a.endsWith('"')&&(a=a.slice(1,-1)),VO.test(a)&&(r[s]=cr(a),t))break}return r};var qO=(e,t,n={})=>{if(!KO.test(e))throw new Error("Invalid cookie name");let r=`${e}=${t}`;if(/^__secure-/i.test(e)&&!n.secure)throw new Error("__Secure- Cooki\
e must have Secure attributes");if(/^__host-/i.test(e)){if(!n.secure)throw new Error("__Host- Cookie must have Secure attributes");if(n.path!=="/")throw new Error(
'__Host- Cookie must have Path attributes with "/"');if(n.domain)throw new Error("__Host- Cookie must not have Domain attributes")}for(let o of["domain","path",
"sameSite","priority"])if(n[o]&&/[;\r\n]/.test(n[o]))throw new Error(`${o} must not contain ";", "\\r", or "\\n"`);if(n&&typeof n.maxAge=="number"&&n.maxAge>=0){
if(n.maxAge>3456e4)throw new Error("Cookies Max-Age SHOULD NOT be greater than 400 days (34560000 seconds) in duration.");r+=`; Max-Age=${n.maxAge|0}`}if(n.domain&&
n.prefix!=="host"&&(r+=`; Domain=${n.domain}`),n.path&&(r+=`; Path=${n.path}`),n.expires){if(n.expires.getTime()-Date.now()>3456e7)throw new Error("Cookies Expi\
res SHOULD NOT be greater than 400 days (34560000 seconds) in the future.");r+=`; Expires=${n.expires.toUTCString()}`}if(n.httpOnly&&(r+="; HttpOnly"),n.secure&&
(r+="; Secure"),n.sameSite&&(r+=`; SameSite=${n.sameSite.charAt(0).toUpperCase()+n.sameSite.slice(1)}`),n.priority&&(r+=`; Priority=${n.priority.charAt(0).toUpperCase()+
n.priority.slice(1)}`),n.partitioned){if(!n.secure)throw new Error("Partitioned Cookie must have Secure attributes");r+="; Partitioned"}return r},la=(e,t,n)=>(t=
encodeURIComponent(t),qO(e,t,n));var jO=(e,t,n)=>{let r=e.req.raw.headers.get("Cookie");if(typeof t=="string"){if(!r)return;let o=t;return n==="secure"?o="__Secure-"+t:n==="host"&&(o="__Host-"+
t),ed(r,o)[o]}return r?ed(r):{}};var zO=(e,t,n)=>{let r;return n?.prefix==="secure"?r=la("__Secure-"+e,t,{path:"/",...n,secure:!0}):n?.prefix==="host"?r=la("__Host-"+e,t,{...n,path:"/",secure:!0,
domain:void 0}):r=la(e,t,{path:"/",...n}),r},td=(e,t,n,r)=>{let o=zO(t,n,r);e.header("Set-Cookie",o,{append:!0})};var tw=(e,t,n)=>{let r=jO(e,t,n?.prefix);return td(e,t,"",{...n,maxAge:0}),r};function en(e,t,{path:n,sameSite:r,lifetimeMs:o}){let i={path:n,sameSite:r,httpOnly:!0,secure:!0};return{async write(s,a){td(s,e,await t.sign(a),{...i,maxAge:o/
1e3})},async read(s){let a=(s.req.header("cookie")??"").split(";").map(c=>c.trim()).filter(c=>c.startsWith(`${e}=`)).map(c=>c.slice(e.length+1));return(await Promise.
all(a.map(c=>t.read(c)))).filter(c=>c!==void 0)},clear(s){tw(s,e,i)}}}var JO="log-export-login",Co=10*6e4,YO=32;function nw(e,t,n){let r=en(JO,e,{path:t,sameSite:"None",lifetimeMs:Co}),o=()=>n(YO).toString("base64url");return{async begin(i){
let s={state:o(),nonce:o()};return await r.write(i,s),s},async take(i){let s=await r.read(i);return r.clear(i),s.flatMap(({state:a,nonce:u})=>typeof a=="string"&&
typeof u=="string"?[{state:a,nonce:u}]:[])}}}var XO={"not-offered":{statusCode:403,heading:"This way in is not set up",text:"The sign-in page shows which ways there are."},"wrong-address":{statusCode:400,heading:"\
The extension does not know its own address",text:"The address in PUBLIC_WT_URL or WT_URL leads elsewhere. In the Auth0 dashboard, open the settings of the exte\
nsion and save them, so that the address is set anew, and try again."},"no-attempt":{statusCode:400,heading:"This sign-in did not begin here",text:"It was begun\
 in another browser or more than ten minutes ago, or it is over already, or this browser kept no cookie."},"other-attempt":{statusCode:400,heading:"Another sign\
-in was begun meanwhile",text:"Perhaps in another tab. Only the last one counts."},used:{statusCode:400,heading:"This sign-in was used already",text:"Each sign-\
in counts once."},denied:{statusCode:403,heading:"Auth0 did not sign you in",text:"You may have cancelled, or your dashboard account may not be one of this tena\
nt. If it never works, set PAGE_PASSWORD in the settings of the extension: it is a way in that does not need the dashboard."},unverified:{statusCode:403,heading:"\
The sign-in could not be verified",text:"What Auth0 sent is not what it should be, so nobody was signed in."},"not-permitted":{statusCode:403,heading:"You may n\
ot see the logs of this tenant",text:"Auth0 knows you, but gave you no permission to read the logs of this tenant (read:logs). Ask an administrator of the tenan\
t."},unreachable:{statusCode:503,heading:"Auth0 could not be reached",text:"Without its public keys, nobody can be signed in. Wait a moment, and try again."},"f\
oreign-form":{statusCode:403,heading:"Nothing was changed",text:"The form did not come from this page, or from before you signed in. Go back to the page, reload\
 it, and try again."},"signed-out":{statusCode:401,heading:"You are not signed in",text:"Perhaps the session is over: it lasts two hours. Nothing was changed."}};
function oe({renderPage:e,paths:t},n,r,o){let{statusCode:i,heading:s,text:a}=XO[r];return e(n,{title:s,statusCode:i},v("section",{class:"card narrow",children:[
l("h1",{children:s}),l("p",{children:a}),o!==void 0&&l("p",{class:"faint",children:`What did not fit: ${o}.`}),l("p",{children:l("a",{class:"button",href:t.login,
children:"Sign in"})})]}))}function rw(e){if(!e.sessionSecret)return{dashboard:void 0,password:void 0};let{password:t=""}=e;return{dashboard:ZO(e),password:t.length<16?void 0:t}}function ZO(e){
let{baseUrl:t,authority:n,tenantDomain:r}=e;if(!(t===void 0||n===void 0||!r))return{clientId:fa(t),path:ow(t),redirectUri:nd(t),authority:n,tenantDomain:r,apiAudience:`\
https://${r}/api/v2/`}}function fa(e){return e.origin+ow(e)}function nd(e){return`${fa(e)}/login/callback`}function ow(e){return e.pathname.endsWith("/")?e.pathname.
slice(0,-1):e.pathname}var QO="Auth0 Logs to Azure Log Analytics",eM=600;function iw(e){let{ways:t,paths:n,baseUrl:r,attempts:o,sessions:i,memory:s,clock:a}=e,u=new z;u.get("/.well-kn\
own/oauth2-client-configuration",d=>r===void 0?d.json({error:"not_found"},404):d.json({redirect_uris:[nd(r)],client_name:QO,post_logout_redirect_uris:[fa(r)]})),
u.get("/login/dashboard",async d=>{let f=t.dashboard;return f===void 0?oe(e,d,"not-offered"):e.prefix!==f.path?d.req.query("moved")!==void 0?oe(e,d,"wrong-addre\
ss"):d.redirect(`${f.clientId}/login/dashboard?moved=1`,302):d.redirect(tM(f,await o.begin(d)),302)}),u.post("/login/callback",async d=>{let f=await o.take(d),y=t.
dashboard;if(y===void 0)return oe(e,d,"not-offered");if(f.length===0)return oe(e,d,"no-attempt");let p=await st(d),m=Je(p,"state"),g=f.find(S=>m!==void 0&&mt(m,
S.state));if(g===void 0)return oe(e,d,"other-attempt");if(p.has("error"))return oe(e,d,"denied");let b=await c(y,p,g);if(b.status==="refused")return oe(e,d,"unv\
erified",b.what);if(b.status!=="verified")return oe(e,d,b.status);let w=a.now();return s.usedStates.claim(g.state,w+Co,w)?(await i.begin(d,b.administrator),d.redirect(
n.home,303)):oe(e,d,"used")}),u.get("/login/callback",d=>d.redirect(n.login,303));async function c(d,f,{nonce:y}){let p=Je(f,"id_token"),m=Je(f,"access_token");
if(p===void 0)return{status:"refused",what:"no id token came"};if(m===void 0)return{status:"refused",what:"no access token came"};let g=zb(d.authority.origin,e.
http,a,s.authorityKeys);return Qb({idToken:p,accessToken:m,nonce:y},d,g,a.now())}return u}function tM(e,{state:t,nonce:n}){let r=new URL("/authorize",e.authority.
origin);return r.search=new URLSearchParams({client_id:e.clientId,response_type:"token id_token",response_mode:"form_post",redirect_uri:e.redirectUri,audience:e.
apiAudience,scope:`openid profile email ${Qc}`,expiration:String(eM),state:t,nonce:n}).toString(),r.href}function _r(e,t){let n=e.get("sec-fetch-site");if(n!==null)return n==="same-origin"||n==="none";let r=e.get("origin");return r===null?!0:r==="null"?!1:t===void 0||
r===t}var sw=["GET","HEAD"];function aw(e){return async(t,n)=>{let r=await e.sessions.read(t);return r===void 0?sw.includes(t.req.method)?t.redirect(e.paths.login,303):
oe(e,t,"signed-out"):(t.set("administrator",r.administrator),t.set("csrfToken",r.csrfToken),n())}}function uw(e){return async(t,n)=>{if(sw.includes(t.req.method))
return n();let r=await e.sessions.read(t);return r===void 0?oe(e,t,"signed-out"):await rd(e,t,r)?n():oe(e,t,"foreign-form")}}async function rd({baseUrl:e},t,n){
if(!_r(t.req.raw.headers,e?.origin))return!1;let r=Je(await st(t),"csrf");return r!==void 0&&mt(r,n.csrfToken)}var od=2160*60*6e4;function cw(e,t){let n=en("log-export-known",e,{path:t,sameSite:"Strict",lifetimeMs:od});return{isKnown:async r=>(await n.read(r)).length>0,remember:r=>n.
write(r,{})}}var nM="log-export-form",id=60*6e4,rM=32;function dw(e,t,n){let r=en(nM,e,{path:t,sameSite:"Strict",lifetimeMs:id});async function o(i){return(await r.read(i)).
map(({form:a})=>a).filter(a=>typeof a=="string")}return{async open(i){let[s]=await o(i),a=s??n(rM).toString("base64url");return await r.write(i,{form:a}),a},async isOwn(i,s){
return s!==void 0&&(await o(i)).some(a=>mt(a,s))},close:r.clear}}async function Tr({ways:e,paths:t,forms:n,renderPage:r},o,i){let{dashboard:s,password:a}=e,u=i?.statusCode??200,c=a===void 0?void 0:await n.open(o);return r(o,{
title:"Sign in",statusCode:u},v("div",{class:"narrow",children:[l("h1",{children:"Sign in"}),i!==void 0&&l($,{tone:"bad",children:i.text}),s!==void 0&&l(iM,{way:s}),
c!==void 0&&l(sM,{action:t.password,form:c}),s===void 0&&c===void 0&&l(aM,{})]}))}function iM({way:e}){let{clientId:t,authority:n,tenantDomain:r}=e,o=new URL("/\
v2/logout",n.origin);return o.search=new URLSearchParams({client_id:t,returnTo:t}).toString(),v("section",{class:"card",children:[l("h2",{children:"With the Aut\
h0 dashboard"}),l("p",{children:`For administrators of ${r} who may read its logs.`}),l("p",{children:l("a",{class:"button",href:`${t}/login/dashboard`,children:"\
Sign in with Auth0"})}),v("p",{class:"faint",children:["Not your account? ",l("a",{href:o.href,children:"Sign out of the dashboard"})," first."]})]})}function sM({
action:e,form:t}){return v("section",{class:"card",children:[l("h2",{children:"With the page password"}),v("form",{method:"post",action:e,children:[l("input",{type:"\
hidden",name:"csrf",value:t}),l("label",{for:"password",children:"Password"}),l("input",{type:"password",id:"password",name:"password",autocomplete:"current-pas\
sword","aria-describedby":"password-hint",required:!0}),l("p",{class:"hint",id:"password-hint",children:"It is the setting PAGE_PASSWORD of the extension."}),l(
"button",{type:"submit",children:"Sign in with the password"})]})]})}function aM(){return v("section",{class:"card",children:[l("h2",{children:"There is no way \
in yet"}),l("p",{children:`In the Auth0 dashboard, open the settings of this extension and set PAGE_PASSWORD: at least ${16} characters that nobody can guess. T\
hen reload this page.`})]})}var uM={statusCode:403,text:"This form was open for too long, or this browser keeps no cookies. Please enter the password again."},cM={statusCode:403,text:"This\
 is not the page password. Upper and lower case count."};function fw(e){let{ways:t,paths:n,baseUrl:r,forms:o,knownBrowsers:i,sessions:s,memory:a,clock:u}=e,c=new z;
return c.post("/login/password",async d=>{if(t.password===void 0)return oe(e,d,"not-offered");if(!_r(d.req.raw.headers,r?.origin))return oe(e,d,"foreign-form");
let f=await st(d);if(!await o.isOwn(d,Je(f,"csrf")))return Tr(e,d,uM);let p=await i.isKnown(d)?a.knownBrowserThrottle:a.passwordThrottle,m=u.now(),g=p.waitMs(m);
return g>0?(d.header("Retry-After",String(Math.ceil(g/1e3))),Tr(e,d,dM(g))):mt(lw(Je(f,"password")??""),lw(t.password))?(o.close(d),await i.remember(d),await s.
begin(d,Jb),d.redirect(n.home,303)):(p.recordWrong(m),Tr(e,d,cM))}),c.get("/login/password",d=>d.redirect(n.login,303)),c}function dM(e){let t=Math.ceil(e/6e4);
return{statusCode:429,text:`There were too many wrong passwords, so no browser that is new here can sign in with it for a while. Please wait ${t===1?"a minute":
`${t} minutes`}.`}}function lw(e){return e.trim().normalize("NFC")}function pw(e){return{scope:e===""?"/":e,loginScope:`${e}/login`,home:`${e}/`,login:`${e}/login`,password:`${e}/login/password`}}var lM="log-export-session",sd=120*6e4,fM=32;function mw(e,t,n){let r=en(lM,e,{path:t,sameSite:"Lax",lifetimeMs:sd});return{async begin(o,{name:i,way:s}){let a=n(
fM).toString("base64url");await r.write(o,{name:i,way:s,csrf:a})},async read(o){return(await r.read(o)).map(pM).find(i=>i!==void 0)},end:r.clear}}function pM(e){
let{name:t,way:n,csrf:r}=e;if(!(typeof t!="string"||typeof r!="string")&&!(n!=="dashboard"&&n!=="password"))return{administrator:{name:t,way:n},csrfToken:r}}var gw=require("node:crypto");var hw="auth0-logs-to-azure-log-analytics",yw="HS256",mM=32;function bw(e,t,n,r){let o=`page: ${t}`,i=new Uint8Array((0,gw.hkdfSync)("sha256",JSON.stringify(e),
"",o,mM)),s=`${t}+jwt`,a=n/1e3;return{sign(u){let c=Math.floor(r.now()/1e3);return new wn({...u}).setProtectedHeader({alg:yw,typ:s}).setIssuer(hw).setAudience(t).
setIssuedAt(c).setExpirationTime(c+a).sign(i)},async read(u){if(u!==void 0)try{let{payload:c}=await At(u,i,{algorithms:[yw],typ:s,issuer:hw,audience:t,requiredClaims:[
"exp"],maxTokenAge:a,currentDate:new Date(r.now())});return c}catch{return}}}}function ww(e){let t=hM(e),{paths:n,sessions:r}=t,o=new z;return o.get("/login",async i=>await r.read(i)===void 0?Tr(t,i):i.redirect(n.home,303)),o.post("/logou\
t",async i=>{let s=await r.read(i);return(s===void 0?_r(i.req.raw.headers,t.baseUrl?.origin):await rd(t,i,s))?(r.end(i),i.redirect(n.login,303)):oe(t,i,"foreign\
-form")}),o.route("/",iw(t)),o.route("/",fw(t)),{routes:o,requireAdministrator:aw(t),requireIntent:uw(t)}}function hM(e){let{settings:t,http:n,clock:r,memory:o,
prefix:i,renderPage:s}=e,{randomBytes:a=ad.randomBytes}=e,u=rw(t),c=pw(i),d=t.sessionSecret||(0,ad.randomBytes)(32).toString("base64url"),f=(w,S,A)=>bw(A,w,S,r),
y=[d,u.password??null],p=f("session",sd,y),m=f("known-browser",od,y),g=f("dashboard-login",Co,[d]),b=f("password-form",id,[d]);return{ways:u,paths:c,prefix:i,baseUrl:t.
baseUrl,sessions:mw(p,c.scope,a),attempts:nw(g,c.loginScope,a),forms:dw(b,c.loginScope,a),knownBrowsers:cw(m,c.loginScope),memory:o,http:n,clock:r,renderPage:s}}async function vw(e,t){let n=Fg(),{settings:r}=mg(e.values);function o(c){let d={prefix:e.prefix,nonce:n,style:e.assets.style},f=c.get("administrator");return f===
void 0?d:{...d,visitor:{administrator:f,csrfToken:c.get("csrfToken")}}}function i(c,d,f){let{statusCode:y=200,...p}=d,m=l(Hg,{frame:o(c),...p,children:f});return c.
html(m,y)}let s={...e,frameOf:o,render:i},a=ww({settings:{...r,sessionSecret:r.clientSecret??r.extensionSecret},http:e.http,clock:e.clock,prefix:e.prefix,memory:e.
memory.signIn,renderPage:i}),u=new z;u.route("/",a.routes),u.route("/",Dg(s,r)),u.use(a.requireAdministrator),u.post("*",a.requireIntent),u.get("/page.js",c=>c.
body(e.assets.script,200,{"content-type":"text/javascript; charset=utf-8"}));for(let c of[Tb,$b,Pg,_g,Gb])u.route("/",c(s));return u.notFound(c=>i(c,{title:"Not\
 found",statusCode:404},l("h1",{children:"There is no such page"}))),u.onError((c,d)=>d.text(`internal error
`,500)),Bg(await u.fetch(t),n)}function ud(){let e=[];function t(n){return e.filter(r=>Math.abs(n-r)<9e5)}return{waitMs(n){let r=t(n),[o]=r;return r.length<5||o===void 0?0:Math.min(9e5,o+9e5-
n)},recordWrong(n){e=[...t(n),n].slice(-5)}}}function Sw(){let e=new Map;return{claim(t,n,r){if(e.has(t))return!1;for(let[i,s]of e)s<r&&e.delete(i);let[o]=e.keys();return e.size>=1e3&&o!==void 0&&e.delete(
o),e.set(t,n),!0}}}function xw(){return{authorityKeys:jb(),usedStates:Sw(),passwordThrottle:ud(),knownBrowserThrottle:ud()}}var yM=3e3,gM={signIn:xw(),oldestLog:{}};async function Aw(e,t,n,r,o){let i=Ai();try{let s=bo(),a=bM(e,t);await yy(await vw({values:e,store:t,clock:s,http:i,work:a,
memory:gM,assets:hy,prefix:n},r),o)}finally{i.close()}}function bM(e,t){let n=gr(e);if(!n.ok){let{problems:i}=n,s=a=>Is(i,t,{trigger:"administrator",by:a});return{
runExport:s,runReplay:s,testConnections:async()=>[{what:"sign-in",isOk:!1,text:Tu(i)}],oldestLogAtMs:async()=>{},openDeadLetter:()=>{}}}let{settings:r}=n,o=Bi(Xn(
r.auth0.clientSecret,"dead letter"));return{runExport:i=>Ps(r,t,{trigger:"administrator",by:i}),runReplay:(i,s)=>ay(r,t,{trigger:"administrator",by:i},s),testConnections:()=>dy(
r),async oldestLogAtMs({tokens:i}){let s=await cy(r,i,yM);return s.status==="found"?s.atMs:void 0},openDeadLetter:({content:i})=>i===void 0?void 0:o.unlock(i)?.
toString("utf8")}}var wM={"caught-up":"caught up: nothing was left to export","out-of-time":"out of time: the next run goes on where this one ended","rate-limited":"rate limited:\
 the next run goes on where this one ended",stopped:"stopped",misconfigured:"misconfigured: nothing is exported until this is put right"};function Ew(e){let t=e.
deliveries.map(vM),r=e.work==="replay"&&e.outcome==="caught-up"?"replayed dead letters":wM[e.outcome];return[`Run ${e.runId} ${r}${e.reason===void 0?".":`: ${e.
reason}.`}`,...(e.problems??[]).map(o=>`  Problem: ${o}`),...(e.warnings??[]).map(o=>`  Note: ${o}`),...t.map(o=>`  ${o}`),`  ${SM(e)}`].join(`
`)}function vM(e){let{destination:t,logs:n,batches:r,bytes:o,retries:i,truncatedRecords:s,checkpoint:a}=e,{deadLetters:u=0}=e,c=(o/1e6).toFixed(1),d=s===0?"":`,\
 ${s} shortened to fit`,f=u===0?"":`, ${u} kept as dead letters`;return`${t}: ${Or(n,"log","logs")} in ${Or(r,"batch","batches")} (${c} MB), ${Or(i,"retry","ret\
ries")}${d}${f}; continues after ${a}`}function SM(e){let{pages:t,pageRetries:n,startedAtMs:r,endedAtMs:o,lagMs:i,capacityLogs:s}=e,a=((o-r)/1e3).toFixed(1),u=i===
void 0?"unknown":`${(i/1e3).toFixed(1)} s`,c=s===void 0?"":`; one run can carry about ${Or(s,"log","logs")}`;return`${Or(t,"page","pages")}, ${Or(n,"retry","ret\
ries")}, ${a} s; lag ${u}${c}`}function Or(e,t,n){return`${e} ${e===1?t:n}`}var xM=/^(?:\/[\w.~-]+)*$/;function Rw(e,t){let n=t==="/"&&!e.endsWith("/");if(!n&&!e.endsWith(t))return;let r=n?e:e.slice(0,e.length-t.length);return xM.test(r)?
r:void 0}var AM=["authorization","content-type","cookie","origin","sec-fetch-site"],kw=["POST","PUT"],EM=["GET","HEAD",...kw],RM="http://extension.invalid";async function _w(e,t,n){
let r=e.method??"";if(!EM.includes(r))return{status:"refused",statusCode:405};let o=kw.includes(r)?await kM(e,n):void 0;if(o==="too-large")return{status:"refuse\
d",statusCode:413};let i=new Headers;for(let s of AM){let a=e.headers[s];typeof a=="string"&&i.set(s,a)}try{let s={method:r,headers:i,...o===void 0?{}:{body:o}};
return{status:"request",request:new Request(RM+t,s)}}catch{return{status:"refused",statusCode:400}}}async function kM(e,t){let n=t.body_raw??t.body;if(n===void 0)
return TM(e);e.resume();let r=Buffer.from(typeof n=="string"?n:_M(n));return r.length>128e3?"too-large":r}function _M(e){let t=new URLSearchParams;for(let[n,r]of Object.
entries(Object(e)))for(let o of Array.isArray(r)?r:[r])t.append(n,String(o));return t.toString()}async function TM(e){let t=[],n=0;for await(let r of e){let o=Buffer.
from(r);if(n+=o.length,n>128e3)return e.resume(),"too-large";t.push(o)}return Buffer.concat(t)}var Jw=P(jw());var cd=class extends Error{name="TimeoutError"};async function dd(e,t){let n,r=new Promise((o,i)=>{let s=`no answer in ${Math.round(t)} ms`;n=setTimeout(()=>i(new cd(
s)),Math.max(0,t))});try{return await Promise.race([e,r])}finally{clearTimeout(n)}}function Yw(e){let t=new Jw.default(e,{force:0}),n=0;return{async read(r){n+=1;let o=String(n),i=!1,s=t.read().finally(()=>{i&&(n+=1)});try{let a=await dd(s,r);
return{status:"read",document:MM(a)?void 0:a,version:o}}catch(a){return i=!0,{status:"failed",reason:`the webtask storage failed: ${zw(a)}`}}},async write(r,o,i){
if(o!==String(n))return{status:"conflict"};try{return await dd(t.write(r),i),{status:"written",version:o}}catch(s){return PM(s)?(n+=1,{status:"conflict"}):{status:"\
failed",reason:`the webtask storage failed: ${zw(s)}`,isTooLarge:LM(s,r)}}}}}function MM(e){return typeof e!="object"||e===null||Array.isArray(e)?!1:Object.keys(
e).length===0}function PM(e){if(typeof e!="object"||e===null)return!1;let{code:t,conflict:n}=e;return t===409||n!==void 0}var IM=1e5;function LM(e,t){let n=e?.code;
return n===413?!0:n===400&&Buffer.byteLength(JSON.stringify(t))>IM}function zw(e){return(e instanceof Error?e.message:typeof e).slice(0,200)}function CM(e,t,n){let r=(0,ev.fromExpress)(o=>{DM(e,o,n).catch(()=>Qw(n))});try{r(e,t,n)}catch{Qw(n)}}async function DM(e,t,n){let{secrets:r={},storage:o}=e,i=Yw(
o),s=t.url??"/",a=Xw(s);if(a==="/"&&t.method==="POST"){t.resume();let d=await NM(r,i);return ld(n,BM(d)?500:200,FM(d))}let u=Rw(Xw(t.originalUrl??s),a);if(u===void 0)
return Zw(t,n,404);let c=await _w(t,s,e);if(c.status==="refused")return Zw(t,n,c.statusCode);await Aw(r,i,u,c.request,n)}function Xw(e){return e.split("?",1)[0]??
"/"}async function NM(e,t){let n={trigger:"schedule"},r=gr(e),o=r.ok?await Ps(r.settings,t,n):await Is(r.problems,t,n);return o.status==="ran"&&$M(Ew(o.report)),
o}function FM(e){return e.status==="ran"?e.report.outcome:e.status}function BM(e){return e.status!=="ran"?!1:e.report.outcome==="stopped"||e.report.outcome==="m\
isconfigured"}var HM={400:`bad request
`,404:`not found
`,405:`method not allowed
`,413:`too large
`};function Zw(e,t,n){e.resume(),ld(t,n,HM[n])}var UM={"content-type":"text/plain; charset=utf-8","x-content-type-options":"nosniff","cache-control":"no-store",
"content-security-policy":"default-src 'none'; frame-ancestors 'none'","referrer-policy":"same-origin"};function ld(e,t,n){e.statusCode=t;for(let[r,o]of Object.
entries(UM))e.setHeader(r,o);e.end(n)}function Qw(e){e.headersSent?e.destroy():ld(e,500,`internal error
`)}function $M(e){console.log(e)}0&&(module.exports={webtask});
module.exports = module.exports.webtask;
